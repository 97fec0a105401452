import { batch } from '@preact/signals'
import type { Me } from '#protocol/people.ts'
import { createClient, type Status } from '#sdk/index.ts'
import { backoffMs } from '#web/kit/backoff.ts'
import { createBrowserPlatform } from '#web/kit/browser-platform.ts'
import { type Place, roomNameOf, socketUrl } from '#web/kit/place.ts'
import { showToast } from '#web/kit/toast.ts'
import { askSession } from '#web/store/ask-session.ts'
import { language } from '#web/store/preferences.ts'
import { readSession } from '#web/store/read-session.ts'
import {
  after,
  askToEnter,
  boot,
  client,
  me,
  offlineCopy,
  place,
  platform,
  platformNow,
  room,
  roomInfo,
  roomName,
  roomOut,
  roomRefused,
  skewMs,
  status,
  welcome,
} from '#web/store/session.ts'
import { words } from '#web/words/index.ts'

/** Its person was deleted (protocol/closes.ts). */
const SESSION_OVER = 4401

let token: string | undefined
let stopRetry: (() => void) | null = null
let bootTries = 0
let listenersReady: Promise<void> = Promise.resolve()
/** Whoever was here is forgotten: before that nobody else begins, or what is theirs would be forgotten. */
let forgotten: Promise<void> | null = null
// A new visitor is asked once; who only looks is left in peace until the first letter.
let asked = false

/** What says who asks, beside the socket, where the browser keeps no cookie. */
export const sessionToken = (): string | undefined => token

/**
 * Gets an identity, then connects and joins the room of the address; repeats by itself until both have worked. It does
 * not connect before `ready`: who listens to the room must be there first. `first`: who one is was asked already.
 */
export function startSession(at: Place, ready: Promise<void>, first: Promise<Response>): void {
  place.value = at
  roomName.value = roomNameOf(location.pathname, at.base)
  listenersReady = ready
  platform.value ??= createBrowserPlatform()
  bootTries = 0
  void begin(undefined, first)
}

/** Tries at once what waits: the identity, or the connection. After a 44xx it begins anew, since a person asked. */
export function tryAgain(): void {
  if (boot.value.name === 'starting') return
  if (boot.value.name === 'failed' || status.value?.name === 'stopped') {
    asked = false
    void begin()
    return
  }
  client.value?.retryNow()
}

/** This person was deleted: nothing of it stays on this device, and somebody new begins. */
export function startOver(): void {
  forgetSelf()
  asked = false
  void begin()
}

function forgetSelf(): void {
  const gone = me.peek()?.id
  forgotten = import('./forget-person.ts').then(({ forgetPerson }) => forgetPerson(gone)).catch(() => undefined)
}

/** `as` token: for browsers that keep no cookie; then the identity lives as long as the page. `first`: what was asked already. */
async function begin(as?: 'token', first?: Promise<Response>): Promise<void> {
  stopRetry?.()
  client.value?.stop()
  batch(() => {
    boot.value = { name: 'starting' }
    status.value = null
  })
  try {
    await forgotten
    const answer = first ?? askSession(place.peek().base, language.value, as)
    const [made] = await Promise.all([readSession(answer), listenersReady])
    bootTries = 0
    connect(made.me, made.token)
    if (as) showToast(words().noStorage)
  } catch {
    if (!as && bootTries === 0 && (await showCopy())) return
    const waitMs = backoffMs(bootTries++, Math.random)
    boot.value = { name: 'failed', retryAtMs: platformNow() + waitMs }
    stopRetry = after(waitMs, () => void begin(as))
  }
}

/** Without the server one is who one was, in the room as it was; the line comes back by itself. False: nothing was kept. */
async function showCopy(): Promise<boolean> {
  const name = roomName.peek()
  const copy = await import('./offline-copy.ts').then(({ readCopy }) => readCopy(name)).catch(() => null)
  if (!copy) return false
  await listenersReady
  connect(copy.me, undefined, true)
  batch(() => {
    roomInfo.value = copy.room
    offlineCopy.value = copy
  })
  return true
}

/** `known`: this browser has proved before that it keeps who one is. */
function connect(mine: Me, proof: string | undefined, known = proof !== undefined): void {
  const home = platform.peek()
  if (!home) return
  token = proof
  const made = createClient({
    platform: home,
    url: socketUrl(location, place.peek().base),
    locale: language.value,
    client: 'teahouse-web',
    principal: mine.id,
    ...(token ? { token } : {}),
  })
  made.onStatus((now) => {
    if (made !== client.value) return
    if (now.name === 'online') known = true
    // The cookie of a moment ago did not come back: this browser keeps none. Later the same refusal means another thing.
    if (now.name === 'stopped' && now.refusal === 'login_first' && !known) void begin('token')
    else hearStatus(now)
  })
  batch(() => {
    boot.value = { name: 'done' }
    client.value = made
    me.value = mine
    roomRefused.value = null
    roomOut.value = null
    room.value = made.room(roomName.peek())
  })
  made.start()
}

function hearStatus(now: Status): void {
  if (now.name === 'stopped' && now.code === SESSION_OVER) forgetSelf()
  batch(() => {
    status.value = now
    if (now.name !== 'online') return
    skewMs.value = now.welcome.now_ms - platformNow()
    welcome.value = now.welcome
    me.value = now.welcome.me
    if (now.welcome.me.entered || asked) return
    asked = true
    askToEnter.value = true
  })
}
