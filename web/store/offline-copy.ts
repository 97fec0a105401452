import type { Me } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { readPlace } from '#web/kit/place.ts'
import { emptyTimeline, type Timeline } from '#web/store/timeline.ts'

/** The newest messages of the room that was looked at last, as somebody saw them: shown where the server is not reached. */
export type OfflineCopy = {
  /** Another form is not read. */
  version: 1
  /** Whose it is: nobody else is shown it (T-81). */
  me: Me
  /** Address of the room. */
  name: string
  room: RoomInfo
  log: Pick<Timeline, 'epoch' | 'floor' | 'head' | 'tail' | 'tailFrom'>
}

const VERSION = 1
// Never asked of the server: only a name under which the browser keeps it.
const address = (): string => `${readPlace().base}/offline-copy`
const open = (): Promise<Cache> => caches.open(`teahouse copy ${address()}`)

/** Caches are there on https only, and so is the worker that would show this page without a network. */
const canKeep = (): boolean => 'caches' in window

export async function keepCopy(copy: Omit<OfflineCopy, 'version'>): Promise<void> {
  if (!canKeep()) return
  const text = JSON.stringify({ version: VERSION, ...copy })
  await (await open()).put(address(), new Response(text, { headers: { 'Content-Type': 'application/json' } }))
}

async function read(): Promise<OfflineCopy | null> {
  if (!canKeep()) return null
  const kept = await (await open()).match(address())
  const copy: OfflineCopy | null = kept ? await kept.json() : null
  return copy?.version === VERSION ? copy : null
}

/** Whose copy there is; null: none. */
export const ownerOfCopy = async (): Promise<string | null> => (await read())?.me.id ?? null

/** What was kept of the room of an address, as the page shows it. */
export async function readCopy(name: string): Promise<ShownCopy | null> {
  const copy = await read()
  return copy?.name === name ? { me: copy.me, room: copy.room, timeline: logOf(copy) } : null
}
export type ShownCopy = Pick<OfflineCopy, 'me' | 'room'> & { timeline: Timeline }

/** Whoever it was kept for is gone, or may not read that room any more (T-81, P-27). */
export async function wipeCopy(): Promise<void> {
  if (canKeep()) await caches.delete(`teahouse copy ${address()}`)
}

/** The log as it was when it was kept. */
const logOf = ({ me, log }: OfflineCopy): Timeline => ({
  ...emptyTimeline,
  ...log,
  ready: true,
  from: log.tailFrom,
  to: log.head,
  lines: log.tail,
  atStart: log.tailFrom <= log.floor,
  reader: me.id,
})
