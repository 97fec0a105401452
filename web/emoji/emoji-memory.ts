import { signal } from '@preact/signals'
import { type Tone, tones } from './tones.ts'

/** What is kept on this device: glyphs without tone, the newest first, and the tone that was chosen. */
export type EmojiMemory = { recents: readonly string[]; tone: Tone }

const KEY = 'teahouse.emoji'
/** Two rows of the panel. */
export const MOST_RECENTS = 16
const nothing: EmojiMemory = { recents: [], tone: 0 }

export const emojiMemory = signal<EmojiMemory>(nothing)

/** Reads what was kept, by another tab perhaps. Storage may be missing. */
export function recallEmoji(): void {
  try {
    const kept = localStorage.getItem(KEY)
    if (kept !== null) emojiMemory.value = parseMemory(kept)
  } catch {
    // A browser that keeps nothing: what was used holds for this visit.
  }
}

/** Whatever is not as we write it counts as nothing. */
export function parseMemory(text: string): EmojiMemory {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return nothing
    const recents = 'recents' in value && Array.isArray(value.recents) ? value.recents : []
    const tone = 'tone' in value ? tones.find((one) => one === value.tone) : undefined
    return { recents: recents.filter((one) => typeof one === 'string').slice(0, MOST_RECENTS), tone: tone ?? 0 }
  } catch {
    return nothing
  }
}

export const withRecent = ({ recents, tone }: EmojiMemory, glyph: string): EmojiMemory => ({
  recents: [glyph, ...recents.filter((one) => one !== glyph)].slice(0, MOST_RECENTS),
  tone,
})

export function rememberEmoji(glyph: string): void {
  recallEmoji()
  keep(withRecent(emojiMemory.peek(), glyph))
}

export function chooseTone(tone: Tone): void {
  recallEmoji()
  keep({ ...emojiMemory.peek(), tone })
}

function keep(memory: EmojiMemory): void {
  emojiMemory.value = memory
  try {
    localStorage.setItem(KEY, JSON.stringify(memory))
  } catch {
    // As above.
  }
}
