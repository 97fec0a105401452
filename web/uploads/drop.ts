import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { mayAttach } from './may-attach.ts'
import { addFiles, refuse } from './tray.ts'

const held: Signal<boolean> = signal(false)
/** Files are held over the page. */
export const isHeldOver: ReadonlySignal<boolean> = held

/** Some browsers do not say that what was held went away, as by Esc: no word for so long means it did. */
const SILENT_MS = 700

/** Files may be dropped anywhere on the page; links and texts are left to the browser. Returns its stop. */
export function startDrop(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = () => {
    clearTimeout(timer)
    held.value = false
  }
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return
    // Without this the page would go away to show the file.
    event.preventDefault()
    const isOpen = canTake()
    if (event.dataTransfer) event.dataTransfer.dropEffect = isOpen ? 'copy' : 'none'
    held.value = isOpen
    clearTimeout(timer)
    timer = setTimeout(leave, SILENT_MS)
  }
  window.addEventListener('dragenter', over, { signal })
  window.addEventListener('dragover', over, { signal })
  // From one element into another it is left, too; out of the window nothing is entered.
  window.addEventListener('dragleave', (event) => event.relatedTarget === null && leave(), { signal })
  window.addEventListener('dragend', leave, { signal })
  window.addEventListener('keydown', ({ key }) => key === 'Escape' && leave(), { signal, capture: true })
  window.addEventListener(
    'drop',
    (event) => {
      leave()
      if (!hasFiles(event)) return
      event.preventDefault()
      if (canTake()) take(event)
    },
    { signal },
  )
  return () => {
    leave()
    stop.abort()
  }
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

const canTake = (): boolean => document.querySelector('dialog[open]') === null && mayAttach()

function take({ dataTransfer }: DragEvent): void {
  if (!dataTransfer) return
  const entries = [...dataTransfer.items].filter(({ kind }) => kind === 'file')
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry?.()?.isDirectory ?? false
  const files = entries.flatMap((item) => (isFolder(item) ? [] : (item.getAsFile() ?? [])))
  if (files.length < entries.length) refuse(uploadWords().folder)
  void addFiles(files)
  focusComposer.run()
}
