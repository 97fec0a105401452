import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Welcome } from '#protocol/connection.ts'
import type { Me } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import {
  type Client,
  createClient,
  type LogPlace,
  type Out,
  type Platform,
  type Role,
  type Room,
  type RoomListener,
  type Status,
} from '#sdk/index.ts'
import { backoffMs } from '#web/kit/backoff.ts'
import { createBrowserPlatform } from '#web/kit/browser-platform.ts'
import { type Place, roomNameOf, socketUrl } from '#web/kit/place.ts'
import { showToast } from '#web/kit/toast.ts'
import type { ShownCopy } from '#web/store/offline-copy.ts'
import { language } from '#web/store/preferences.ts'
import { postSession } from '#web/store/session-request.ts'
import { words } from '#web/words/index.ts'

/** Getting an identity over HTTP, before there is a connection. `retryAtMs` is platform time. */
export type Boot = { name: 'starting' } | { name: 'failed'; retryAtMs: number } | { name: 'done' }

export const boot: Signal<Boot> = signal<Boot>({ name: 'starting' })
/** Where the connection stands; null before there is one. */
export const status: Signal<Status | null> = signal<Status | null>(null)
export const client: Signal<Client | null> = signal<Client | null>(null)
export const me: Signal<Me | null> = signal<Me | null>(null)
export const welcome: Signal<Welcome | null> = signal<Welcome | null>(null)
/** What the server wrote into the page. */
export const place: Signal<Place> = signal<Place>({ base: '', title: '', build: '' })
/** Address of the room that the page shows; '' is the lobby. */
export const roomName: Signal<string> = signal('')
/** The room of that address. Another object when the room or the identity changes: subscribe through `inRoom`. */
export const room: Signal<Room | null> = signal<Room | null>(null)
export const roomInfo: Signal<RoomInfo | null> = signal<RoomInfo | null>(null)
/** What one is in the page's room; null: nothing special, or not known yet. */
export const ownRole: Signal<Role | null> = signal<Role | null>(null)
/** Why the room cannot be opened: a refusal's code. */
export const roomRefused: Signal<string | null> = signal<string | null>(null)
/** One was in the room and is no more. */
export const roomOut: Signal<Out | null> = signal<Out | null>(null)
/** What this browser kept of the room, where the server was not reached at the start (offline-copy.ts). */
export const offlineCopy: Signal<ShownCopy | null> = signal<ShownCopy | null>(null)
/** True while the first-visit dialog is wanted. The composer sets it at the first letter of somebody who only looks. */
export const askToEnter: Signal<boolean> = signal(false)
export const entered: ReadonlySignal<boolean> = computed(() => me.value?.entered ?? false)

/** Its person was deleted (protocol/closes.ts). */
const SESSION_OVER = 4401

const skewMs = signal(0)
const enteredListeners = new Set<() => void>()
const leftListeners = new Set<() => void>()
/** What was kept of a room when it was left; see `recallRoom`. */
let recall: (next: Room) => LogPlace | null = () => null
/** How far those who listen to the page's room have its log: only while it is being turned to. */
let held: LogPlace | null = null
let platform: Platform | null = null
let token: string | undefined
let stopRetry: (() => void) | null = null
let bootTries = 0
let listenersReady: Promise<void> = Promise.resolve()
// A new visitor is asked once; who only looks is left in peace until the first letter.
let asked = false

/** The server's clock, in milliseconds since 1970, as far as the hello told. */
export const serverNow = (): number => Date.now() + skewMs.value
/** The clock of `Status` times. */
export const platformNow = (): number => platform?.nowMs() ?? 0
/** Runs `run` once after `ms`; returns its stop. */
export const after = (ms: number, run: () => void): (() => void) =>
  platform ? platform.after(ms, run) : () => undefined

/** Runs `listener` when this visitor has just entered. Returns its stop. */
export function onEntered(listener: () => void): () => void {
  enteredListeners.add(listener)
  return () => void enteredListeners.delete(listener)
}

/** What says who asks, beside the socket, where the browser keeps no cookie. */
export const sessionToken = (): string | undefined => token

/**
 * Listens to the page's room, whichever object it is. Before `startSession` nothing is missed; who comes later hears what is
 * said from then on, and a snapshot with the next room.
 */
export function inRoom(listener: RoomListener): () => void {
  let isLate = true
  return effect(() => {
    const now = room.value
    const after = isLate ? now?.place : held
    isLate = false
    return now?.listen(listener, after)
  })
}

/**
 * Runs `forget` when the page leaves its room, while `room` is still the one that is left: what belongs to it is put by or
 * forgotten, so that nothing of it is shown in the next. In the order of registration. Returns its stop.
 */
export function onRoomLeft(forget: () => void): () => void {
  leftListeners.add(forget)
  return () => void leftListeners.delete(forget)
}

/** There is one memory of logs: it puts back what it kept of the room that is turned to, and says how far that goes. */
export function recallRoom(by: (next: Room) => LogPlace | null): void {
  recall = by
}

/** Shows another room from now on; `known` is what is known of it already. The address is the caller's (go-to-room.ts). */
export function turnToRoom(name: string, known: RoomInfo | null = null): void {
  for (const forget of leftListeners) forget()
  const next = client.peek()?.room(name) ?? null
  batch(() => {
    room.peek()?.leave()
    held = next && recall(next)
    roomName.value = name
    roomInfo.value = next?.info ?? known
    ownRole.value = next?.role ?? null
    roomRefused.value = null
    roomOut.value = null
    room.value = next
  })
  held = null
}

/** Takes a name and a bowl; the first time it enters the room, too. Rejects with `Refused` or `Disconnected`. */
export async function enter(name: string, look: number): Promise<void> {
  const first = !entered.value
  const reply = await requireClient().call('profile.set', { name, look })
  batch(() => {
    me.value = reply.me
    askToEnter.value = false
  })
  if (first) for (const listener of enteredListeners) listener()
}

/** A pleasant name that is free now. Rejects with `Refused` or `Disconnected`. */
export async function suggestName(): Promise<string> {
  const reply = await requireClient().call('profile.suggest', { locale: language.value })
  return reply.name
}

/**
 * Gets an identity, then connects and joins the room of the address; repeats by itself until both have worked. It does
 * not connect before `ready`: who listens to the room must be there first.
 */
export function startSession(at: Place, ready: Promise<void>): void {
  place.value = at
  roomName.value = roomNameOf(location.pathname, at.base)
  listenersReady = ready
  platform ??= createBrowserPlatform()
  bootTries = 0
  void begin(null)
}

/** Tries at once what waits: the identity, or the connection. After a 44xx it begins anew, since a person asked. */
export function tryAgain(): void {
  if (boot.value.name === 'starting') return
  if (boot.value.name === 'failed' || status.value?.name === 'stopped') {
    asked = false
    void begin(null)
    return
  }
  client.value?.retryNow()
}

/** Into the room of the page again, from which one was sent or has gone. */
export function comeBack(): void {
  roomOut.value = null
  client.value?.room(roomName.peek())
}

/** This person was deleted: nothing of it stays on this device, and somebody new begins. */
export function startOver(): void {
  forgetSelf()
  asked = false
  void begin(null)
}

function forgetSelf(): void {
  const gone = me.peek()?.id
  void import('./forget-person.ts').then(({ forgetPerson }) => forgetPerson(gone))
}

function requireClient(): Client {
  if (!client.value) throw new Error('no session yet')
  return client.value
}

/** `as` token: for browsers that keep no cookie; then the identity lives as long as the page. */
async function begin(as: 'token' | null): Promise<void> {
  stopRetry?.()
  client.value?.stop()
  batch(() => {
    boot.value = { name: 'starting' }
    status.value = null
  })
  try {
    const [made] = await Promise.all([postSession(place.peek().base, language.value, as), listenersReady])
    bootTries = 0
    connect(made.me, made.token)
    if (as) showToast(words().noStorage)
  } catch {
    if (as === null && bootTries === 0 && (await showCopy())) return
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
  if (!platform) return
  token = proof
  const made = createClient({
    platform,
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
    skewMs.value = now.welcome.now_ms - Date.now()
    welcome.value = now.welcome
    me.value = now.welcome.me
    if (now.welcome.me.entered || asked) return
    asked = true
    askToEnter.value = true
  })
}

inRoom({
  standing: (info, role) =>
    batch(() => {
      roomInfo.value = info
      ownRole.value = role
      roomRefused.value = null
      roomOut.value = null
    }),
  refused: (code) => {
    roomRefused.value = code
  },
  out: (how) => {
    roomOut.value = how
  },
})
