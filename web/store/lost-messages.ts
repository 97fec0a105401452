import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import type { Saying } from '#sdk/index.ts'
import { bodyOf, isErased, type ShownLine } from '#web/store/lines.ts'
import { me, room } from '#web/store/session.ts'
import type { Timeline } from '#web/store/timeline.ts'
import { heldLines, timeline } from '#web/store/timeline-store.ts'
import { endTarget, target } from '#web/store/writing-target.ts'

type Held = ReadonlyMap<number, ShownLine>

type Restored = NonNullable<Timeline['restored']>

/** Each time that a log went back is looked at once: rooms that are left come back with theirs. */
const looked = new WeakSet<Restored>()
const untils = new WeakMap<Restored, Signal<number | null>>()
/** When the newest message was said that the restored log still has of what was shown before; null: not known. */
export const stayedUntil: ReadonlySignal<number | null> = computed(() => {
  const { restored } = timeline.value
  return restored ? untilOf(restored).value : null
})

function untilOf(restored: Restored): Signal<number | null> {
  const known = untils.get(restored) ?? signal<number | null>(null)
  untils.set(restored, known)
  return known
}

/** Whether a message of before is still what its number says. */
const isStill = (was: ShownLine, held: Held): boolean => {
  const now = held.get(was.seq)
  return now?.cid === was.cid && now.by.id === was.by.id
}

type Found = { until: number | null; lost: readonly ShownLine[]; unsure: readonly ShownLine[] }

/**
 * What has become of the messages that were shown before the log went back (P-21). A backup has all that came before it, so what still
 * stands tells how far it goes. `lost` and `unsure` are own ones: not there, or older than what is held of the log now.
 */
export function compareLogs(was: readonly ShownLine[], held: Held, mine: string | undefined): Found {
  const before = [...new Map(was.map((line) => [line.seq, line])).values()].sort((one, other) => one.seq - other.seq)
  const first = Math.min(...held.keys())
  const stayed = before.findLast((line) => isStill(line, held))
  const own = before.filter((line) => line.by.id === mine && !isErased(line) && line.fwd === undefined)
  // Another device of the same person may have said it again already.
  const again = new Set([...held.values()].filter(({ by }) => by.id === mine).map(({ cid }) => cid))
  const gone = own.filter((line) => !again.has(line.cid) && line.seq > (stayed?.seq ?? 0))
  return {
    until: stayed?.at ?? null,
    lost: gone.filter(({ seq }) => seq >= first),
    unsure: gone.filter(({ seq }) => seq < first),
  }
}

/** The same again. What it answered is still there when that stayed. */
export function sayingOf(line: ShownLine, stayedTo: number): Saying & { cid: string } {
  const { cid, re, all, files, sticker, now } = line
  const mentions = (now?.edited ?? line).mentions?.map(({ id }) => id)
  return {
    cid,
    ...(re !== undefined && re <= stayedTo && { re }),
    ...(mentions && mentions.length > 0 && { mentions }),
    ...(all && { all }),
    ...(files && { files }),
    ...(sticker && { sticker }),
  }
}

/** Finds own messages that a restored log has lost, and puts them among the unsent ones: a person decides about them. */
export function startLostMessages(): void {
  const restored = computed(() => timeline.value.restored)
  effect(() => {
    const now = restored.value
    if (!now || looked.has(now)) return
    looked.add(now)
    untracked(() => void look(now))
  })
}

async function look(restored: Restored): Promise<void> {
  const { was } = restored
  const until = untilOf(restored)
  // Whoever else follows the room has to hear of the new log first.
  await Promise.resolve()
  const held = heldLines.peek().all()
  const found = compareLogs(was, held, me.peek()?.id)
  until.value = found.until
  const stayedTo = Math.max(0, ...was.filter((line) => isStill(line, held)).map(({ seq }) => seq))
  leaveLostTarget(stayedTo)
  recover(found.lost, stayedTo)
  if (found.unsure.length > 0) recover(await goneOf(found.unsure), stayedTo)
}

/** What is being written stays; it would answer, or change, another message. */
function leaveLostTarget(stayedTo: number): void {
  const now = target.peek()
  if (now && now.seq > stayedTo) endTarget()
}

function recover(lost: readonly ShownLine[], stayedTo: number): void {
  for (const line of lost) room.peek()?.recover(bodyOf(line), sayingOf(line, stayedTo))
}

/** Those of which the server says that another message has their number, or none. */
async function goneOf(unsure: readonly ShownLine[]): Promise<readonly ShownLine[]> {
  const asked = unsure.slice(-limits.askedMessages)
  const from = room.peek()
  const answer = await from?.get(asked.map(({ seq }) => seq)).catch(() => null)
  if (!answer || from !== room.peek()) return []
  const there = new Map(answer.lines.map((line) => [line.seq, line]))
  return asked.filter((line) => !answer.rest.includes(line.seq) && !isStill(line, there))
}
