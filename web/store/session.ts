import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Welcome } from '#protocol/connection.ts'
import type { Me } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import type { Client, LogPlace, Out, Platform, Role, Room, RoomListener, Status } from '#sdk/index.ts'
import type { Place } from '#web/kit/place.ts'
import type { ShownCopy } from '#web/store/offline-copy.ts'

/** What the browser gives to a connection; null before there is one. */
export const platform: Signal<Platform | null> = signal<Platform | null>(null)
/** How far the server's clock is ahead of the platform's, which nobody can put back. */
export const skewMs: Signal<number> = signal(0)

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

const leftListeners = new Set<() => void>()
/** What was kept of a room when it was left; see `recallRoom`. */
let recall: (next: Room) => LogPlace | null = () => null
/** How far those who listen to the page's room have its log: only while it is being turned to. */
let held: LogPlace | null = null

/** The server's clock, in milliseconds since 1970, as far as the hello told. */
export const serverNow = (): number => platformNow() + skewMs.value
/** The clock of `Status` times. */
export const platformNow = (): number => platform.peek()?.nowMs() ?? 0
/** Runs `run` once after `ms`; returns its stop. */
export const after = (ms: number, run: () => void): (() => void) => platform.peek()?.after(ms, run) ?? (() => undefined)

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

/** Into the room of the page again, from which one was sent or has gone. */
export function comeBack(): void {
  roomOut.value = null
  client.value?.room(roomName.peek())
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
