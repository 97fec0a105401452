import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

/** Copies the address of the room. Browsers give the clipboard to safe pages only; else the address bar has to do. */
export async function copyLink(): Promise<void> {
  const say = words().people
  try {
    await navigator.clipboard.writeText(location.href)
    showToast(say.linkCopied)
  } catch {
    showToast(say.linkNotCopied)
  }
}
