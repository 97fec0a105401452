import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'

export type EmojiRequest = {
  /** What the panel stands beside: an element, or whatever knows a place. */
  anchor: Pick<Element, 'getBoundingClientRect'>
  /** It offers pictures of packs, too: they are for messages. A sticker is sent without `onPick`. */
  packs?: true
  /** Px between them; 8 when it is not given. */
  gap?: number
  /** Hears the emoji in the chosen skin tone, or the `:name:` of a picture, when the panel is closed and the focus is back where it was. */
  onPick: (glyph: string) => void
  /** Hears that it is closed, before `onPick`. */
  onClose?: () => void
}

export type EmojiPanelProps = { request: EmojiRequest; onEnd: (glyph?: string) => void }
export type Open = { request: EmojiRequest; Panel: ComponentType<EmojiPanelProps> }

/** The panel that stands open; web/emoji/EmojiPanels.tsx shows it. */
export const open: Signal<Open | null> = signal<Open | null>(null)
let picked: string | undefined

/** Closes it; with a glyph, that is what was picked. What is closed already keeps what was: the focus that leaves it closes it, too. */
export function closeEmojiPanel(glyph?: string): void {
  if (!open.peek()) return
  picked = glyph
  open.value = null
}

/** What was picked when it was closed, once. */
export function takePicked(): string | undefined {
  const glyph = picked
  picked = undefined
  return glyph
}
