import { openEmojiPanel } from '#web/emoji/index.ts'

/** Opens the panel of all emoji beside a message, for one reaction. */
export function pickReaction(at: DOMRect, react: (kind: string) => void): void {
  openEmojiPanel({ anchor: { getBoundingClientRect: () => at }, onPick: react })
}
