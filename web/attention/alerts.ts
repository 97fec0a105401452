import type { MessagePosted } from '#protocol/message-events.ts'
import { allowed, watchPermission } from '#web/store/notifications.ts'
import { preferences } from '#web/store/preferences.ts'
import { onRoomLeft, roomName } from '#web/store/session.ts'
import { following, timeline } from '#web/store/timeline-store.ts'
import { attentive } from '#web/store/unread.ts'
import { type Alert, alertOf, isNothing, type Standing } from './alert.ts'
import { type Incoming, sortIncoming } from './incoming.ts'
import { countMentions } from './mentions.ts'
import { NotifyStrip } from './NotifyStrip.tsx'
import { question } from './question.ts'

/** What comes within this is told once; it also lets a tab that has the attention say first that it was seen. */
const GATHER_MS = 200
/** Tones are at least this far apart, unless one that says more comes after one that says less. */
const TONE_GAP_MS = 3_000
/** Of more than this the oldest are not told of. */
const MOST_WAITING = 500
const HEARD_KEY = 'teahouse.heard'

type Tone = NonNullable<Alert['tone']>

let waiting: readonly Incoming[] = []
let gathers = false
let lastTone: { tone: Tone; atMs: number } | null = null

onRoomLeft(() => {
  waiting = []
})

/** Messages of others: counts those for the reader, and plays and notifies where that is wanted. */
export function hear(messages: readonly MessagePosted[], live: boolean): void {
  watchPermission()
  sortIncoming(messages, live, take)
}

const standingNow = (): Standing => ({
  ...preferences.peek(),
  attentive: attentive.peek(),
  following: following.peek(),
})

function take(incoming: readonly Incoming[]): void {
  const forMe = incoming.filter((one) => one.forMe)
  countMentions(forMe.length)
  if (forMe.some(({ live }) => live)) question.value = NotifyStrip
  const standing = standingNow()
  // What nobody is told of, looking or not, is no concern of other tabs either.
  if (isNothing(alertOf(incoming, { ...standing, attentive: false }))) return
  if (standing.attentive && standing.following) {
    claim(incoming)
    return
  }
  waiting = [...waiting, ...incoming].slice(-MOST_WAITING)
  if (!gathers) setTimeout(raise, GATHER_MS)
  gathers = true
}

function raise(): void {
  gathers = false
  const now = waiting
  waiting = []
  const alert = alertOf(now, standingNow())
  if (isNothing(alert) || !claim(now)) return
  const { tone, notice } = alert
  // Both come from the server only when they are needed, and that they do not come is no reason to disturb.
  if (tone !== null && mayPlay(tone)) void import('./sound.ts').then(({ play }) => play(tone), ignore)
  if (notice.length > 0 && allowed.peek() === 'granted')
    void import('./notice.ts').then(({ showNotice }) => showNotice(notice), ignore)
}

const ignore = () => undefined

function mayPlay(tone: Tone): boolean {
  const nowMs = performance.now()
  const isSoon = lastTone !== null && nowMs - lastTone.atMs < TONE_GAP_MS
  if (isSoon && (lastTone?.tone === tone || tone === 'message')) return false
  lastTone = { tone, atMs: nowMs }
  return true
}

/** False when another tab of this browser has told of these, or shows them. */
function claim(incoming: readonly Incoming[]): boolean {
  const seq = incoming.at(-1)?.message.seq ?? 0
  // Numbers belong to a log, and a log to a room.
  const here = `${timeline.peek().epoch}/${encodeURIComponent(roomName.peek())}`
  try {
    const [log, heard] = (localStorage.getItem(HEARD_KEY) ?? '').split(' ')
    if (log === here && Number(heard) >= seq) return false
    localStorage.setItem(HEARD_KEY, `${here} ${seq}`)
  } catch {
    // A browser that keeps nothing: each tab speaks for itself.
  }
  return true
}
