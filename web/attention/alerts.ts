import type { MessagePosted } from '#protocol/message-events.ts'
import { allowed, watchPermission } from '#web/store/notifications.ts'
import { preferences } from '#web/store/preferences.ts'
import { levelHere } from '#web/store/room-levels.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { roomInfo } from '#web/store/session.ts'
import { following } from '#web/store/timeline-store.ts'
import { attentive } from '#web/store/unread.ts'
import { type Alert, alertOf, isNothing, type Standing } from './alert.ts'
import { claim, claimAlone } from './claims.ts'
import { type Incoming, sortIncoming } from './incoming.ts'
import { countMentions } from './mentions.ts'
import { NotifyStrip } from './NotifyStrip.tsx'
import { question } from './question.ts'
import type { Where } from './where.ts'

/** What comes within this is told once; it also lets a tab that has the attention say first that it was seen. */
const GATHER_MS = 200
/** Tones are at least this far apart, unless one that says more comes after one that says less. */
const TONE_GAP_MS = 3_000
/** Of more than this the oldest are not told of. */
const MOST_WAITING = 500

type Tone = NonNullable<Alert['tone']>
type Told = { where: Where; incoming: readonly Incoming[] }

/** By room; one's own rooms are bounded (limits.listedRooms), and nothing waits for long. */
let waiting = new Map<string, Told>()
let lastTone: { tone: Tone; atMs: number } | null = null

/** Messages of others in the room of the page: counts those for the reader, plays and notifies where that is wanted. */
export function hear(messages: readonly MessagePosted[], live: boolean): void {
  watchPermission()
  const room = roomInfo.peek()
  if (!room) return
  const { id, name } = room
  const title = roomTitle.peek()
  sortIncoming(messages, live, (incoming) => {
    // Looked up while the page went elsewhere: the room has its own count there.
    if (roomInfo.peek()?.id === id) take({ id, name, title, level: levelHere.peek(), here: true }, incoming)
  })
}

/** Messages of others in another room of the reader's list. */
export function hearElsewhere(where: Where, incoming: readonly Incoming[]): void {
  watchPermission()
  take(where, incoming)
}

const isHere = ({ id }: Where): boolean => id === roomInfo.peek()?.id

/** Who looks at the page does not see what comes in another room. */
const standingTo = (where: Where): Standing => ({
  ...preferences.peek(),
  attentive: attentive.peek(),
  following: where.here && following.peek(),
  level: where.level,
})

function take(where: Where, incoming: readonly Incoming[]): void {
  const forMe = incoming.filter((one) => one.forMe)
  if (where.here) countMentions(forMe.length)
  if (where.level !== 'none' && forMe.some(({ live }) => live)) question.value = NotifyStrip
  const standing = standingTo(where)
  // What nobody is told of, looking or not, is no concern of other tabs either.
  if (isNothing(alertOf(incoming, { ...standing, attentive: false }))) return
  if (standing.attentive && standing.following) {
    claim(where.id, newest(incoming))
    return
  }
  if (waiting.size === 0) setTimeout(raise, GATHER_MS)
  const before = waiting.get(where.id)?.incoming ?? []
  waiting.set(where.id, { where, incoming: [...before, ...incoming].slice(-MOST_WAITING) })
}

const newest = (incoming: readonly Incoming[]): number => incoming.at(-1)?.message.seq ?? 0

function raise(): void {
  const now = [...waiting.values()]
  waiting = new Map()
  // Whoever has gone to the room meanwhile sees it there, and whoever has left it was there when it came.
  for (const told of now) if (told.where.here === isHere(told.where)) void tell(told)
}

async function tell({ where, incoming }: Told): Promise<void> {
  const { tone, notice } = alertOf(incoming, standingTo(where))
  if (isNothing({ tone, notice }) || !(await claimAlone(where.id, newest(incoming)))) return
  // Both come from the server only when they are needed, and that they do not come is no reason to disturb.
  if (tone !== null && mayPlay(tone)) void import('./sound.ts').then(({ play }) => play(tone), ignore)
  if (notice.length > 0 && allowed.peek() === 'granted')
    void import('./notice.ts').then(({ showNotice }) => showNotice(where, notice), ignore)
}

const ignore = () => undefined

function mayPlay(tone: Tone): boolean {
  const nowMs = performance.now()
  const isSoon = lastTone !== null && nowMs - lastTone.atMs < TONE_GAP_MS
  if (isSoon && (lastTone?.tone === tone || tone === 'message')) return false
  lastTone = { tone, atMs: nowMs }
  return true
}
