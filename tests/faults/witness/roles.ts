import type { Chance } from '../chance.ts'
import type { Witness } from './witness.ts'

/** Parts of a hundred; what is left are messages. */
export type Mix = { edits: number; erasures: number; reactions: number }
const USUAL: Mix = { edits: 12, erasures: 4, reactions: 14 }

/** More unsent messages than this wait for the line to come back; then nothing new is said. */
const MOST_UNSENT = 200

export type Talk = { perSecond: number; until: AbortSignal; chance: Chance; mix?: Mix; words?: () => string }

/** Says something now and then: messages, and changes of what it knows. Returns its stop; the signal stops it, too. */
export function talk(
  witness: Witness,
  { perSecond, until, chance, mix = USUAL, words = () => 'tea' }: Talk,
): () => void {
  let said = 0
  const turn = () => {
    if (witness.room.outgoing.length >= MOST_UNSENT) return
    const what = chance.below(100)
    if (what < mix.edits && witness.own.length > 0) edit(witness, chance, words)
    else if (what < mix.edits + mix.erasures && witness.own.length > 3) erase(witness)
    else if (what < mix.edits + mix.erasures + mix.reactions && witness.lines.length > 0) react(witness, chance)
    else witness.post(`${words()} ${++said}`)
  }
  const timer = setInterval(turn, 1_000 / perSecond)
  const stop = () => clearInterval(timer)
  until.addEventListener('abort', stop, { once: true })
  return stop
}

function edit(witness: Witness, chance: Chance, words: () => string): void {
  const message = one(witness.own, chance)
  void witness.change((room) => room.edit(message, `${words()}, once more: ${chance.below(1_000_000)}`))
}

function erase(witness: Witness): void {
  const message = witness.own.shift() ?? 0
  void witness.change((room) => room.erase(message, 'delete'))
}

function react(witness: Witness, chance: Chance): void {
  const message = one(witness.lines, chance)
  const on = chance.below(3) > 0
  void witness.change((room) => room.react(message, '🍵', on))
}

const one = (numbers: readonly number[], chance: Chance): number => numbers[chance.below(numbers.length)] ?? 1

/** Reads by all roads but the live one, over and over: history, search and the file of the room (P-33). */
export async function readAllRoads(witness: Witness, until: AbortSignal, everyMs = 500): Promise<void> {
  for (let round = 0; !until.aborted; round++) {
    if (round % 3 === 0) await witness.pagesHistory(5)
    else if (round % 3 === 1) await witness.searches('tea')
    else await witness.exports()
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** An owner puts somebody out of the room, and lets it in again: `how` is the way out. */
export async function putOut(owner: Witness, who: Witness, how: 'ban' | 'remove'): Promise<void> {
  const target = () => ({ room: owner.roomId, cid: crypto.randomUUID(), person: who.id })
  await owner.change(() => owner.client.call(how === 'ban' ? 'member.ban' : 'member.remove', target()))
}

export async function letIn(owner: Witness, who: Witness): Promise<void> {
  const target = { room: owner.roomId, cid: crypto.randomUUID(), person: who.id }
  await owner.change(() => owner.client.call('member.pardon', target))
  // Who was sent away comes back when its person asks for the room.
  who.client.room(who.room.name)
}
