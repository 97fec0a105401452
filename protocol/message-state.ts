import { limits } from './limits.ts'
import type { Line, MessageState, Mine, Reaction } from './lines.ts'
import type {
  CardedStub,
  EditedStub,
  MessageCarded,
  MessageChange,
  MessageEdited,
  MessagePosted,
  MessageReacted,
} from './message-events.ts'
import type { Named } from './people.ts'
import type { RoomEvent } from './rooms.ts'

/**
 * The one meaning of a change, for server and clients alike: a state and the events after it give the fresh state (P-7).
 * What the state has seen already (`seq` up to `v`) changes nothing. Order matters: hand changes over as they are numbered.
 */
export function foldMessage(state: MessageState | undefined, change: MessageChange): MessageState {
  if (state && (state.erased || change.seq <= state.v)) return state
  const next = { ...state, v: change.seq }
  switch (change.type) {
    case 'message.edited':
      return foldEdit(next, change)
    case 'message.erased':
      return { v: change.seq, erased: { how: change.how, by: namedOf(change.by), at: change.at } }
    case 'message.reacted':
      return withReactions(next, foldReaction(next.reactions ?? [], change))
    case 'message.pinned':
      return change.on ? { ...next, pinned: { by: namedOf(change.by), at: change.at } } : withoutPin(next)
    case 'message.carded':
      return foldCards(next, change)
    default:
      return passOver(next, change)
  }
}

/** A message with its words: no change, and no stub of what was erased. */
export const isSaid = (event: RoomEvent): event is MessagePosted =>
  event.type === 'message.posted' && event.body !== undefined

/** A line after a change of it. What was erased keeps no word. */
export function foldLine(line: Line, change: MessageChange): Line {
  const now = foldMessage(line.now, change)
  if (!now.erased) return { ...line, now }
  const { seq, at, type, by, cid } = line
  return { seq, at, type, by, cid, erased: line.erased ?? change.seq, now }
}

/** Own reactions that `who` may not list (lines.ts), after an event of one's own. */
export function foldMine(mine: Mine, { message, kind, on }: MessageReacted): Mine {
  const others = mine.filter(([seq, one]) => seq !== message || one !== kind)
  return on ? [...others, [message, kind]] : others
}

/** Strict for the compiler, calm when a newer server speaks: its new changes have their number, and change nothing. */
function passOver(state: MessageState, _unknown: never): MessageState {
  return state
}

const namedOf = ({ id, name }: Named): Named => ({ id, name })

function foldEdit(state: MessageState, change: MessageEdited | EditedStub): MessageState {
  // A stub: the erasure that made it one follows, and takes everything.
  if (change.body === undefined) return state
  const { at, body, mentions, emoticons } = change
  const times = (state.edited?.times ?? 0) + 1
  const edited = { at, body, ...(mentions && { mentions }), ...(emoticons && { emoticons }), times }
  // A card stays while its link does.
  return withCards(
    { ...state, edited },
    state.cards?.filter(({ link }) => body.includes(link)),
  )
}

function foldCards(state: MessageState, { cards, off }: MessageCarded | CardedStub): MessageState {
  const next = withCards(state, cards)
  return off ? { ...next, cards_off: off } : next
}

function withCards({ cards: _old, ...state }: MessageState, cards: MessageState['cards'] = []): MessageState {
  return cards.length > 0 ? { ...state, cards } : state
}

function foldReaction(reactions: readonly Reaction[], { kind, on, by }: MessageReacted): Reaction[] {
  const known = reactions.find((one) => one.kind === kind)
  if (!known) return on ? [...reactions, { kind, count: 1, who: [namedOf(by)] }] : [...reactions]
  const count = known.count + (on ? 1 : -1)
  const others = known.who.filter(({ id }) => id !== by.id)
  const who = on && others.length < limits.listedReactors ? [...others, namedOf(by)] : others
  return reactions.flatMap((one) => (one !== known ? [one] : count > 0 ? [{ kind, count, who }] : []))
}

function withReactions({ reactions: _old, ...state }: MessageState, reactions: Reaction[]): MessageState {
  return reactions.length > 0 ? { ...state, reactions } : state
}

const withoutPin = ({ pinned: _pinned, ...state }: MessageState): MessageState => state
