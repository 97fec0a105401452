import { focusComposer } from '#web/store/timeline-commands.ts'
import { addFiles } from './tray.ts'

/** Lets somebody choose files. Call it while a press is being answered. */
export function pickFiles(): void {
  const field = document.createElement('input')
  field.multiple = true
  open(field)
}

/** Goes straight to the camera of a phone, which otherwise lies behind the chooser, or is not offered at all. */
export function takePhoto(): void {
  const field = document.createElement('input')
  field.accept = 'image/*'
  // Desktop browsers lack the property.
  field.setAttribute('capture', 'environment')
  open(field)
}

function open(field: HTMLInputElement): void {
  field.type = 'file'
  // Safari on a phone answers only for one that is in the page.
  field.hidden = true
  document.body.append(field)
  const end = () => {
    field.remove()
    focusComposer.run()
  }
  field.addEventListener('change', () => {
    void addFiles([...(field.files ?? [])])
    end()
  })
  field.addEventListener('cancel', end)
  field.click()
}
