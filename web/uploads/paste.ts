import { formatTime } from '#web/kit/time.ts'
import { serverNow } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { mayAttach } from './may-attach.ts'
import { addFiles } from './tray.ts'

/** What browsers call a picture that comes from the clipboard. */
const NAMELESS = 'image.png'

/** Files and pictures that are pasted go along with the message. Returns its stop. */
export function startPaste(): () => void {
  const hear = (event: ClipboardEvent) => {
    const { clipboardData: held } = event
    const files = [...(held?.files ?? [])]
    // A table or a text from an office program brings a picture of itself along: its words are meant.
    if (!held || files.length === 0 || held.types.includes('text/plain') || isElsewhere(event.target)) return
    if (!mayAttach()) return
    event.preventDefault()
    void addFiles(files, nameOf)
  }
  document.addEventListener('paste', hear)
  return () => document.removeEventListener('paste', hear)
}

/** Another field, as that of search, or a dialog. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest('.composer-text')) return false
  return (
    target.closest('input, textarea, dialog, [contenteditable]') !== null || !!document.querySelector('dialog[open]')
  )
}

function nameOf({ name }: File): string {
  if (name !== NAMELESS) return name
  const time = formatTime('clock', serverNow(), localeTag.peek()).replaceAll(':', '.')
  return `${uploadWords().pasted(time)}.png`
}
