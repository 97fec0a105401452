import { loadLateStyles } from '#web/kit/late-styles.ts'
import { EmojiPanel } from './EmojiPanel.tsx'

/** The panel, when its styles are here. */
export async function loadPanel(): Promise<typeof EmojiPanel> {
  await loadLateStyles()
  return EmojiPanel
}
