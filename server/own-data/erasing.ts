import type { ErasingPush } from '#protocol/own-data.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Messages } from '#server/messages/index.ts'
import { dropErasure, type Erasure } from './erasure-store.ts'

export type ErasingNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  own: Messages['own']
  /** Takes somebody out of the next rooms and notices; true while there is more. */
  forgetPlaces(id: string): Promise<boolean>
  /** How far it is, to all tabs of the person; not oftener than a person can see. */
  tell(principalId: string, push: ErasingPush): void
}

const FIRST = ''
const TELL_MS = 200
const RETRY_MS = 1_000

/**
 * One erasure from its beginning to its end, a write at a time: after each the generator yields, so that others have their
 * turn. Begun anew after a restart it passes over what is done.
 */
export async function* erasing(needs: ErasingNeeds, erasure: Erasure): AsyncGenerator<void, number> {
  const { storage, own } = needs
  const rooms: { id: string; upTo: number }[] = []
  let of = 0
  // Behind all that was accepted before: what is still in the lane is this person's, too.
  await patiently(needs, () => storage.write(async () => {}))
  for await (const id of roomsOf(needs, erasure)) {
    const { head } = await needs.log.head(id)
    rooms.push({ id, upTo: head })
    for await (const { erased } of pagesOf(erasure, id, head, own.count)) {
      of += erased
      yield
    }
    yield
  }
  const progress = createProgress(needs, erasure, of)
  const work = erasure.person ? own.forget : own.erase
  for (const { id, upTo } of rooms) {
    for await (const { erased } of pagesOf(erasure, id, upTo, (place) => patiently(needs, () => work(place)))) {
      progress.more(erased)
      yield
    }
  }
  // Behind the messages themselves: of what is erased nobody makes another one.
  for (let more = erasure.person; more; ) {
    more = await patiently(needs, () => own.forgetForwards(erasure.principal))
    yield
  }
  for (let more = erasure.person; more; ) {
    more = await patiently(needs, () => needs.forgetPlaces(erasure.principal))
    yield
  }
  await patiently(needs, () => storage.write(({ sql }) => dropErasure(sql, erasure)))
  return progress.end()
}

/** Rooms in which this person has written, or the one that was named. */
async function* roomsOf({ own }: ErasingNeeds, { room, principal }: Erasure): AsyncGenerator<string> {
  if (room !== null) {
    yield room
    return
  }
  for (let after: string | null = FIRST; after !== null; ) {
    const page: Awaited<ReturnType<typeof own.rooms>> = await own.rooms(principal, after)
    yield* page.rooms
    after = page.next
    await nextTurn()
  }
}

type Page = Awaited<ReturnType<Messages['own']['erase']>>
type Read = Messages['own']['erase']

async function* pagesOf({ principal: author }: Erasure, room: string, upTo: number, read: Read): AsyncGenerator<Page> {
  for (let after: string | null = FIRST; after !== null; ) {
    const page: Page = await read({ author, room, after, upTo })
    yield page
    after = page.next
  }
}

function createProgress({ clock, tell }: ErasingNeeds, { principal, room }: Erasure, of: number) {
  const where = room === null ? {} : { room }
  let done = 0
  let toldMs = clock.steadyMs()
  if (of > 0) tell(principal, { done, of, ...where })
  return {
    more(erased: number): void {
      done += erased
      // The end has a push of its own.
      if (erased === 0 || done >= of || clock.steadyMs() - toldMs < TELL_MS) return
      toldMs = clock.steadyMs()
      tell(principal, { done, of, ...where })
    },
    /** What others had erased meanwhile was counted and is not done here: over is over. */
    end(): number {
      tell(principal, { done, of: done, ...where })
      return done
    },
  }
}

/** What was promised is done, though the disk is full now or much waits. Rejects while the server stops. */
async function patiently<T>({ clock }: ErasingNeeds, write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      const passes = error instanceof Refusal && (error.code === 'busy' || error.code === 'storage_full')
      if (!passes) throw error
      const waitMs = error.detail.retry_after_ms ?? RETRY_MS
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve))
    }
  }
}
