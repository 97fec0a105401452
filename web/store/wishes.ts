import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { bodyOf, type ShownLine } from '#web/store/lines.ts'
import { onRoomLeft } from '#web/store/session.ts'

/** What oneself has just done to a message, shown before the log tells of it. */
export type Wish = {
  /** The new text. */
  body?: string
  /** It is being taken back or deleted. */
  erase?: 'recall' | 'delete'
  /** Kinds of reactions, given or taken back. */
  reactions?: ReadonlyMap<string, boolean>
}

// Numbers of another room mean other messages.
onRoomLeft(() => {
  if (state.peek().size > 0) state.value = new Map()
})

export type Wishes = ReadonlyMap<number, Wish>

const state: Signal<Wishes> = signal<Wishes>(new Map())
/** By the number of the message. A wish leaves when its event is here, and when it was refused. */
export const wishes: ReadonlySignal<Wishes> = state

/** The wishes after one of them changed; a wish for nothing is none. */
export function withWish(all: Wishes, seq: number, wish: Wish): Wishes {
  const next = new Map(all)
  if (wish.body === undefined && wish.erase === undefined && !wish.reactions?.size) next.delete(seq)
  else next.set(seq, wish)
  return next
}

/** A wish with a reaction wanted (`on`), not wanted, or left as it is (null). */
export function withReaction(wish: Wish, kind: string, on: boolean | null): Wish {
  const reactions = new Map(wish.reactions)
  if (on === null) reactions.delete(kind)
  else reactions.set(kind, on)
  return { ...wish, reactions }
}

export const wishOf = (seq: number): Wish => state.peek().get(seq) ?? {}

/** What the page shows as the text of a message. */
export const shownBody = (line: ShownLine): string => wishOf(line.seq).body ?? bodyOf(line)

export function changeWish(seq: number, change: (wish: Wish) => Wish): void {
  state.value = withWish(state.peek(), seq, change(wishOf(seq)))
}
