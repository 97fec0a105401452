import { focusComposer } from '#web/store/timeline-commands.ts'
import { addFiles } from './tray.ts'

/** Lets somebody choose files; a phone also offers its camera. Call it while a press is being answered. */
export function pickFiles(): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.multiple = true
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
