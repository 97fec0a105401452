import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { GalleryFile, GalleryKind } from '#protocol/files.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { Disconnected, Refused } from '#sdk/index.ts'
import { ignored } from '#web/store/ignored.ts'
import { client, inRoom, onRoomLeft, room, status } from '#web/store/session.ts'
import { sidePanel } from '#web/store/side-panel.ts'
import { afterEvents, type List, withPage } from './gallery-list.ts'

export type Load = 'idle' | 'busy' | 'failed' | 'offline'
/** `list` is null before the first page. */
export type Tab = { list: List | null; load: Load }

const unknown: Tab = { list: null, load: 'idle' }
const kinds = ['pictures', 'files'] as const satisfies readonly GalleryKind[]
const AGAIN_MS = 500

const shown: Signal<GalleryKind> = signal<GalleryKind>('pictures')
/** Which tab is open; it stays when the panel closes. */
export const kind: ReadonlySignal<GalleryKind> = shown
const tabs: Record<GalleryKind, Signal<Tab>> = { pictures: signal(unknown), files: signal(unknown) }
export const tab: ReadonlySignal<Tab> = computed(() => tabs[shown.value].value)
/** What is shown of it: nothing of whom the reader ignores. */
export const files: ReadonlySignal<readonly GalleryFile[]> = computed(
  () => tab.value.list?.files.filter(({ by }) => !ignored.value.has(by.id)) ?? [],
)

/** What was heard while a page travelled: it is folded into it. */
const heard: Record<GalleryKind, RoomEvent[]> = { pictures: [], files: [] }
/** Another one when all is forgotten: a page that was asked for before may be of another log (P-21). */
let held = {}
let started = false

export function choose(next: GalleryKind): void {
  shown.value = next
  if (!tabs[next].peek().list) void readMore(next)
}

/** Reads the next page of a tab, the first one where there is none. Nothing at the end, and while one is on its way. */
export async function readMore(of: GalleryKind = shown.peek()): Promise<void> {
  const [state, mine] = [tabs[of], held]
  const { list, load } = state.peek()
  if (load === 'busy' || list?.next === null) return
  state.value = { list, load: 'busy' }
  heard[of] = []
  try {
    const page = await ask(of, list)
    if (mine !== held) return
    const now = withPage(state.peek().list ?? { files: [], next: null }, page)
    state.value = { list: afterEvents(now, of, heard[of]), load: 'idle' }
    heard[of] = []
  } catch (error) {
    if (mine === held) explain(of, error)
  }
}

function ask(of: GalleryKind, list: List | null) {
  const [speaker, id] = [client.peek(), room.peek()?.info?.id]
  if (!speaker || !id) throw new Disconnected()
  return speaker.call('room.files', { room: id, kind: of, ...(list?.next && { before: list.next }) })
}

/** What can wait is asked again by itself. */
function explain(of: GalleryKind, error: unknown): void {
  const { list } = tabs[of].peek()
  const wait = error instanceof Refused ? error.refusal.retry_after_ms : undefined
  tabs[of].value = { list, load: error instanceof Disconnected ? 'offline' : wait === undefined ? 'failed' : 'idle' }
  if (wait === undefined) return
  const mine = held
  setTimeout(() => mine === held && void readMore(of), Math.max(AGAIN_MS, wait))
}

function forget(): void {
  held = {}
  for (const one of kinds) {
    tabs[one].value = unknown
    heard[one] = []
  }
}

/** Follows the room of the page while it is open, and what was read stays after it. A second call does nothing. */
export function startStore(): void {
  if (started) return
  started = true
  onRoomLeft(forget)
  inRoom({
    snapshot: () => {
      // Something may have been missed.
      forget()
      if (sidePanel.peek() === 'files') void readMore()
    },
    events: (events) => {
      for (const one of kinds) {
        const { list, load } = tabs[one].peek()
        if (load === 'busy') heard[one].push(...events)
        const next = list && afterEvents(list, one, events)
        if (next !== list) tabs[one].value = { list: next, load }
      }
    },
  })
  effect(() => {
    if (status.value?.name !== 'online') return
    for (const one of kinds) if (tabs[one].peek().load === 'offline') void readMore(one)
  })
}
