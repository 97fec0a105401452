import type { Locale } from '#protocol/people.ts'
import type { FoundEmoji } from './find-emoji.ts'

export type { FoundEmoji } from './find-emoji.ts'
export { openEmojiPanel } from './open-panel.ts'
export { closeEmojiPanel, type EmojiRequest, open as emojiPanel } from './panel-place.ts'

/**
 * What `query` means in Chinese, pinyin and English, for a list of completions: at most 20, the best first, those that
 * were used lately before others; an empty query gives these alone. `key` is its own for each, `label` is the name in `locale`,
 * `insert` has the chosen skin tone. The first call loads the lists; rejects when the server is not reached.
 */
export async function findEmoji(query: string, locale: Locale): Promise<FoundEmoji[]> {
  return (await import('./find-emoji.ts')).findEmoji(query, locale)
}
