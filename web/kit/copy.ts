import { showToast } from './toast.ts'

/** Puts a text on the clipboard, and says how it went. Browsers give the clipboard to safe pages only. */
export async function copyWithToast(text: string, said: { copied: string; notCopied: string }): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast(said.copied)
  } catch {
    showToast(byCommand(text) ? said.copied : said.notCopied)
  }
}

/** On plain http there is no clipboard for scripts; the old command still works there, out of a field of its own. */
function byCommand(text: string): boolean {
  const field = document.createElement('textarea')
  const before = document.activeElement
  field.value = text
  field.className = 'hidden'
  field.tabIndex = -1
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return done
}
