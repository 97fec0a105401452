/** What comes when the page is idle. Nothing of the first load imports it. */
import { ComposerStrip } from './ComposerStrip.tsx'
import { strip } from './strip.ts'

/** From now on an answer or an edit shows what it is about: both begin with what comes late. */
export function startStrip(): void {
  strip.value = ComposerStrip
}
