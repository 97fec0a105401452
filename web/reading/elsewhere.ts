import { effect, untracked } from '@preact/signals'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { MyRoom } from '#protocol/reading.ts'
import { hearElsewhere } from '#web/attention/index.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { saidByOthers } from '#web/store/ignored.ts'
import { myRooms } from '#web/store/my-rooms.ts'
import { openNotices } from '#web/store/open-notices.ts'
import { preferences } from '#web/store/preferences.ts'
import { elsewhere, levelHere, type Waiting } from '#web/store/room-levels.ts'
import { titleOf } from '#web/store/room-title.ts'
import { client, me, roomInfo, status } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'
import { myRoom } from './my-room.ts'
import { sumOf, waitingIn } from './waiting-in.ts'

/** Bells and messages for oneself come apart by up to a second: what comes together is told together. */
const GATHER_MS = 300
/** Of more than this the newest are looked at. */
const MOST_LOOKED_AT = 20

/** What waited in each room when it was last told of. */
let known: ReadonlyMap<string, Waiting> | null = null
const due = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Follows what waits in rooms that the page does not show, and tells of what comes there. Returns its stop. */
export function startElsewhere(): () => void {
  openNotices.leadBy(({ name }, seq) => goToRoom(name, seq === undefined ? {} : { seq }))
  const stops = [
    effect(() => {
      levelHere.value = myRoom.value?.level ?? null
    }),
    effect(() => {
      const here = roomInfo.value?.id
      const others = (myRooms.value ?? []).filter(({ room }) => room.id !== here)
      elsewhere.value = sumOf(others.map(waitingIn))
    }),
    effect(() => {
      const rooms = myRooms.value
      untracked(() => compare(rooms))
    }),
    // The list that comes after a loss of the line tells what was missed.
    effect(() => {
      if (status.value?.name !== 'online') known = null
    }),
    () => clearTimeout(timer),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Whatever waits already when the list comes, also after a loss of the line, is no news: it counts, and nothing sounds. */
function compare(rooms: readonly MyRoom[] | null): void {
  const before = known
  known = rooms && new Map(rooms.map((one) => [one.room.id, waitingIn(one)]))
  if (!rooms || !before) return
  for (const { room } of rooms) {
    const [was, now] = [before.get(room.id), known?.get(room.id)]
    if (was && now && now.count > was.count && room.id !== roomInfo.peek()?.id) due.add(room.id)
  }
  if (due.size > 0) timer ??= setTimeout(tellDue, GATHER_MS)
}

function tellDue(): void {
  timer = undefined
  const rooms = (myRooms.peek() ?? []).filter(({ room }) => due.has(room.id) && room.id !== roomInfo.peek()?.id)
  due.clear()
  for (const one of rooms) void tell(one).catch(() => undefined)
}

/** Asks what was said only where somebody is to be told of it: nothing of the room is joined for that. */
async function tell(mine: MyRoom): Promise<void> {
  const { quiet, sound, notify } = preferences.peek()
  if (quiet === 'on' || (sound === 'off' && notify === 'off')) return
  const asked = { room: mine.room.id, limit: MOST_LOOKED_AT }
  const page = await client.peek()?.call('room.history', asked)
  const own = me.peek()?.id
  const fresh = saidByOthers(page?.lines ?? []).filter(({ seq }) => seq > newestTold(mine))
  if (fresh.length === 0) return
  told.set(mine.room.id, fresh.at(-1)?.seq ?? 0)
  const { id, name } = mine.room
  const where = { id, name, title: titleOf(mine.room, own, localeTag.peek()), level: mine.level ?? null, here: false }
  const isForMe = whoIsMeant(mine, own)
  await hearElsewhere(
    where,
    fresh.map((message) => ({ message, forMe: isForMe(message), live: true })),
  )
}

/** Highest number that was told of, by room; one's rooms are bounded (limits.listedRooms). */
const told = new Map<string, number>()
const newestTold = ({ room, read }: MyRoom): number => Math.max(read, told.get(room.id) ?? 0)

/** The server counts answers too, and says where the first one is; of the later ones only who is named is seen here. */
function whoIsMeant({ room, first_mention, mentions }: MyRoom, own: string | undefined) {
  return ({ seq, all, mentions: named = [] }: MessagePosted): boolean =>
    room.kind === 'chat' ||
    all === true ||
    named.some(({ id }) => id === own) ||
    (mentions > 0 && seq === first_mention)
}
