import { linksOf } from '#protocol/card-links.ts'
import type { Card, File } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import type { Line, MessageState } from '#protocol/lines.ts'
import { nameless } from '#protocol/nameless.ts'
import type { Named, Person } from '#protocol/people.ts'
import type { Notice } from '#protocol/room-events.ts'
import { shownHost } from '#server/cards/index.ts'
import { newPrincipalId } from '#server/kit/ids.ts'
import type { Facts } from '#server/messages/index.ts'

/** A change that has made a state what it is. `by` null: somebody of whom only a number is left. */
export type OldChange = { atMs: number; by: Named | null; facts: Facts }

/** More of one kind on one message are none of ours. */
const MOST_TIMES = 10_000

/**
 * Changes that make of a message as it was posted what its state says: the same state, by other events. An edit of many is as many times the
 * last one; what has no time of its own is as old as its message. Null: no events could make it.
 */
export function changesOf({ at, by, now, body }: Line): OldChange[] | null {
  if (!now) return []
  if (now.erased) {
    const { how, by: eraser, at: atMs } = now.erased
    return atMs < at ? null : [{ atMs, by: eraser, facts: { type: 'message.erased', how } }]
  }
  const edits = editsOf(now, by)
  const reactions = reactionsOf(now, at)
  if (!edits || !reactions || (now.edited?.at ?? at) < at || (now.pinned?.at ?? at) < at) return null
  const cardedMs = now.edited?.at ?? at
  const cards = cardsOf(now.cards ?? [], now.edited?.body ?? body ?? '')
  const carded: OldChange[] =
    cards.length > 0 || now.cards_off
      ? [
          {
            atMs: cardedMs,
            by,
            facts: { type: 'message.carded', cards, ...(now.cards_off && { off: true }) },
          },
        ]
      : []
  const pinned: OldChange[] = now.pinned
    ? [{ atMs: now.pinned.at, by: now.pinned.by, facts: { type: 'message.pinned', on: true } }]
    : []
  return [...reactions, ...edits, ...carded, ...pinned]
}

function editsOf({ edited }: MessageState, by: Person): OldChange[] | null {
  if (!edited) return []
  const { at: atMs, body, mentions, emoticons, times } = edited
  if (!Number.isInteger(times) || times < 1 || times > limits.edits) return null
  const facts: Facts = { type: 'message.edited', body, ...(mentions && { mentions }), ...(emoticons && { emoticons }) }
  return Array.from({ length: times }, () => ({ atMs, by, facts }))
}

/** Those who are named come first: of them the state names as many as it can. */
function reactionsOf({ reactions = [] }: MessageState, atMs: number): OldChange[] | null {
  const changes: OldChange[] = []
  // A line of half a megabyte has room for twelve thousand kinds, each of them given ten thousand times.
  if (reactions.length > limits.reactionKinds) return null
  for (const { kind, count, who } of reactions) {
    if (!Number.isInteger(count) || count < who.length || count > MOST_TIMES) return null
    const facts: Facts = { type: 'message.reacted', kind, on: true }
    const others = Array.from({ length: count - who.length }, () => null)
    changes.push(...[...who, ...others].map((by) => ({ atMs, by, facts })))
  }
  return changes
}

/**
 * Cards of links that the message has. The bytes of pictures are in no archive. Where a link really leads nobody has asked here: the host is its
 * own, whatever the archive says, so that none can pass for another (T-46, T-76).
 */
function cardsOf(cards: readonly Card[], text: string): Card[] {
  const hrefs = new Map(linksOf(text).map(({ link, href }) => [link, href]))
  return cards.flatMap(({ picture: _picture, ...card }) => {
    const href = hrefs.get(card.link)
    return href === undefined ? [] : [{ ...card, host: shownHost(new URL(href)) }]
  })
}

/** People of an imported room: names that belong to nobody here. The same one is the same everywhere in the room. */
export class Strangers {
  readonly #ids = new Map<string, string>()
  readonly #looks = new Map<string, number>()

  person({ id, name, look, classic }: Person): Person {
    this.#looks.set(id, look)
    return { ...this.named({ id, name }), look, ...(classic && { classic }) }
  }

  named<Somebody extends Named>({ id, name }: Somebody): Named {
    const known = this.#ids.get(id) ?? newPrincipalId()
    this.#ids.set(id, known)
    return { id: known, name }
  }

  /** Whose bowl nobody has seen has the first one. */
  actor(by: Named | null): Person {
    if (by === null) return { id: newPrincipalId(), name: nameless, look: 0 }
    return { ...this.named(by), look: this.#looks.get(by.id) ?? 0 }
  }

  notice(told: Notice): Notice {
    const by = this.person(told.by)
    return told.type === 'member.changed' ? { ...told, by, who: this.person(told.who) } : { ...told, by }
  }

  facts(facts: Facts): Facts {
    if (facts.type !== 'message.edited' || !facts.mentions) return facts
    return { ...facts, mentions: facts.mentions.map((one) => this.named(one)) }
  }
}

type Rest = { re: number | null; files: readonly File[]; lost: readonly File[] }

/** A message as it is stored, without number and time; `re` and `files` are those of the new room, of `lost` ones the name is left. */
export function wireOf(line: Line, by: Person, people: Strangers, { re, files, lost }: Rest): object {
  const { type, cid } = line
  if (line.body === undefined) return { type, by, cid, erased: line.erased }
  const { body, mentions, emoticons, sticker, all, fwd } = line
  const words = [body, ...lost.map(({ name }) => `📎 ${name}`)].filter((part) => part !== '').join('\n')
  return {
    type,
    by,
    cid,
    body: words,
    ...(re !== null && { re }),
    ...(mentions && { mentions: mentions.map((one) => people.named(one)) }),
    ...(emoticons && { emoticons }),
    ...(files.length > 0 && { files }),
    ...(sticker && { sticker }),
    ...(all && { all }),
    ...(fwd && { fwd: { ...fwd, by: people.named(fwd.by) } }),
  }
}
