import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { isSaid } from '#protocol/message-state.ts'
import { type Banner, banner } from '#web/store/connection.ts'
import { spokenText } from '#web/store/marks.ts'
import { outbox } from '#web/store/outgoing.ts'
import { preferences } from '#web/store/preferences.ts'
import { inRoom, me } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { emptyQueue, hear, type Queue, speak } from './announce-queue.ts'

const politely: Signal<string> = signal('')
const urgently: Signal<string> = signal('')
export const politeText: ReadonlySignal<string> = politely
export const urgentText: ReadonlySignal<string> = urgently

let queue: Queue = emptyQueue
let timer: ReturnType<typeof setTimeout> | undefined

/** The same words twice would be no change, and a screen reader would not hear them. */
const tell = (region: Signal<string>, text: string): void => {
  region.value = region.peek() === text ? `${text}\u00a0` : text
}

function next(): void {
  clearTimeout(timer)
  const spoken = speak(queue, Date.now(), words().log.announce)
  if (spoken) {
    queue = spoken.queue
    tell(politely, spoken.text)
  }
  if (queue.count > 0) timer = setTimeout(next, Math.max(0, queue.nextMs - Date.now()))
}

/** Tells a screen reader about new messages of others, failed ones, and the connection. History is silent. */
export function startAnnouncements(): () => void {
  const stopRoom = inRoom({
    events: (events, caughtUp) => {
      const heard = events
        .filter(isSaid)
        .filter(({ by }) => by.id !== me.peek()?.id)
        .map(({ by, body, mentions = [] }) => ({
          who: by.name,
          text: spokenText(body, mentions),
          forMe: mentions.some(({ id }) => id === me.peek()?.id),
        }))
        .filter(
          ({ forMe }) => preferences.peek().announcer === 'all' || (forMe && preferences.peek().announcer === 'mine'),
        )
      if (heard.length === 0) return
      queue = hear(queue, heard)
      if (caughtUp) next()
    },
  })
  const stopFailed = startFailed()
  const stopBanner = startBanner()
  return () => {
    clearTimeout(timer)
    stopRoom()
    stopFailed()
    stopBanner()
  }
}

function startFailed(): () => void {
  let known = new Set<string>()
  return effect(() => {
    const failed = outbox.value.list.filter((one) => one.state === 'failed')
    const fresh = failed.find((one) => !known.has(one.cid))
    known = new Set(failed.map((one) => one.cid))
    if (fresh && preferences.peek().announcer !== 'off')
      tell(urgently, words().log.announce.notSent(fresh.body.slice(0, 100)))
  })
}

function startBanner(): () => void {
  let last: Banner['kind'] | null = null
  return effect(() => {
    const kind = banner.value?.kind ?? null
    if (kind === last) return
    last = kind
    const say = words().log.announce
    if (kind === null || preferences.peek().announcer === 'off') return
    if (kind === 'back') tell(politely, say.back)
    else tell(urgently, kind === 'offline' ? say.offline : say.lost)
  })
}
