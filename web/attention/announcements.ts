import { effect } from '@preact/signals'
import { type Banner, banner } from '#web/store/connection.ts'
import { saidByOthers } from '#web/store/ignored.ts'
import { outbox } from '#web/store/outgoing.ts'
import { preferences } from '#web/store/preferences.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { saidIn } from '#web/store/said.ts'
import { inRoom, me, onRoomLeft, platformNow, roomInfo, roomName } from '#web/store/session.ts'
import { attentionWords } from '#web/words/attention.ts'
import { lateWords } from '#web/words/late.ts'
import { emptyQueue, hear, type Queue, speak } from './announce-queue.ts'
import type { Incoming } from './incoming.ts'
import { politeText as politely, urgentText as urgently } from './regions.ts'
import { tell } from './tell.ts'
import type { Where } from './where.ts'

let queue: Queue = emptyQueue
let timer: ReturnType<typeof setTimeout> | undefined

function next(): void {
  const spoken = speak(queue, platformNow(), lateWords().announce)
  if (spoken) {
    queue = spoken.queue
    tell(politely, spoken.text)
  }
  if (queue.count > 0) timer ??= setTimeout(again, Math.max(0, queue.nextMs - platformNow()))
}

function again(): void {
  timer = undefined
  next()
}

function rest(): void {
  clearTimeout(timer)
  timer = undefined
}

/** Tells a screen reader about new messages of others, failed ones, and the connection. History is silent. */
export function startAnnouncements(): () => void {
  // What was said in a room while the page showed another is history.
  let isBack = false
  const stopLeft = onRoomLeft(() => {
    rest()
    queue = emptyQueue
    isBack = true
  })
  const stopRoom = inRoom({
    snapshot: () => {
      isBack = false
    },
    events: (events, caughtUp) => {
      const history = isBack
      if (caughtUp) isBack = false
      if (history) return
      const heard = saidByOthers(events)
        .map((message) => ({
          who: message.by.name,
          text: () => saidIn(message),
          forMe: message.all === true || message.mentions?.some(({ id }) => id === me.peek()?.id) === true,
        }))
        .filter(
          ({ forMe }) => preferences.peek().announcer === 'all' || (forMe && preferences.peek().announcer === 'mine'),
        )
      if (heard.length === 0) return
      queue = hear(queue, heard)
      if (caughtUp) next()
    },
  })
  const stopHere = startHere()
  const stopFailed = startFailed()
  const stopBanner = startBanner()
  return () => {
    rest()
    stopLeft()
    stopRoom()
    stopHere()
    stopFailed()
    stopBanner()
  }
}

/** What is for the listener in another room, with where it was said. */
export function announceElsewhere({ level, title }: Where, incoming: readonly Incoming[]): void {
  if (preferences.peek().announcer === 'off' || level === 'none') return
  const heard = incoming
    .filter(({ forMe }) => forMe)
    .map(({ message }) => ({
      who: attentionWords().notify.who(message.by.name, title),
      text: () => saidIn(message),
      forMe: true,
    }))
  if (heard.length === 0) return
  queue = hear(queue, heard)
  next()
}

/** In another room its name is told, as soon as it is known. */
function startHere(): () => void {
  let told = roomName.peek()
  return effect(() => {
    const name = roomName.value
    if (name === told || !roomInfo.value) return
    told = name
    if (preferences.peek().announcer !== 'off') tell(politely, roomTitle.value)
  })
}

function startFailed(): () => void {
  let known = new Set<string>()
  // What had failed before one came to this room is shown there, and no news.
  let isNew = true
  const stopLeft = onRoomLeft(() => {
    isNew = true
    queueMicrotask(() => {
      isNew = false
    })
  })
  const stopFailed = effect(() => {
    const failed = outbox.value.list.filter((one) => one.state === 'failed')
    const fresh = isNew ? undefined : failed.find((one) => !known.has(one.cid))
    known = new Set(failed.map((one) => one.cid))
    if (fresh && preferences.peek().announcer !== 'off')
      tell(urgently, lateWords().announce.notSent(fresh.body.slice(0, 100)))
  })
  isNew = false
  return () => {
    stopLeft()
    stopFailed()
  }
}

function startBanner(): () => void {
  let last: Banner['kind'] | null = null
  return effect(() => {
    const kind = banner.value?.kind ?? null
    if (kind === last) return
    last = kind
    const say = lateWords().announce
    if (kind === null || preferences.peek().announcer === 'off') return
    if (kind === 'back') tell(politely, say.back)
    else tell(urgently, kind === 'offline' ? say.offline : say.lost)
  })
}
