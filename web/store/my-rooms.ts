import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Level, MyRoom } from '#protocol/reading.ts'
import { followMyRooms, type MyRooms } from '#sdk/my-rooms.ts'
import { after, client, entered, onRoomLeft, platformNow } from '#web/store/session.ts'

/** One's own rooms, what was said last first; null before they are known. This part comes late: nothing of the first load may import it. */
const list: Signal<readonly MyRoom[] | null> = signal(null)
export const myRooms: ReadonlySignal<readonly MyRoom[] | null> = list

/** What one hears of a room where nothing else was chosen: mentions in a room, everything in a chat. */
export const levelOf = ({ level, room }: MyRoom): Level => level ?? (room.kind === 'chat' ? 'all' : 'mentions')

/** Messages that one has not read. */
export const unreadOf = ({ lines, read_lines: read }: MyRoom): number => Math.max(0, lines - read)

export const findMyRoom = (roomId: string): MyRoom | undefined => list.value?.find(({ room }) => room.id === roomId)

/** What asks for attention in all rooms together. A room of which one wants to hear nothing asks for none. */
export type Totals = {
  /** Messages for oneself. */
  mentions: number
  /** Messages that are not read where one wants to hear of all. */
  unread: number
  /** Rooms in which there is anything new at all. */
  rooms: number
}

export function totalsOf(rooms: readonly MyRoom[]): Totals {
  const totals = { mentions: 0, unread: 0, rooms: 0 }
  for (const mine of rooms) {
    const level = levelOf(mine)
    if (level === 'none') continue
    totals.mentions += mine.mentions
    if (level === 'all') totals.unread += unreadOf(mine)
    if (unreadOf(mine) > 0) totals.rooms++
  }
  return totals
}

export const totals: ReadonlySignal<Totals> = computed(() => totalsOf(list.value ?? []))

let following: MyRooms | null = null

/** One has read a room up to there. `tells` false: the others of a chat do not learn it. */
export const markRead = (roomId: string, seq: number, tells = true): void => following?.markRead(roomId, seq, tells)

/** Null: the usual one. Rejects with `Refused` or `Disconnected`. */
export const setLevel = async (roomId: string, level: Level | null): Promise<void> => following?.setLevel(roomId, level)

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

/** Follows the list from now on, of whoever is at the page; a second call does nothing. */
export const startMyRooms: () => void = once(() => {
  effect(() => {
    const now = client.value
    return now ? follow(now) : undefined
  })
  effect(() => {
    if (entered.value) following?.ask()
  })
  onRoomLeft(() => following?.flush())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') following?.flush()
  })
})

function follow(now: NonNullable<typeof client.value>): () => void {
  const made = followMyRooms({ client: now, platform: { after, nowMs: platformNow, randomBytes } })
  following = made
  made.listen({
    rooms: (rooms) => {
      list.value = rooms
    },
  })
  return () => {
    made.stop()
    following = null
    list.value = null
  }
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
