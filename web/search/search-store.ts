import { batch, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import type { MessageChange } from '#protocol/message-events.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import type { SearchReply } from '#protocol/search.ts'
import { Disconnected, Refused } from '#sdk/index.ts'
import { foldLine, isErased, type ShownLine } from '#web/store/lines.ts'
import { client, onRoomLeft, room, status } from '#web/store/session.ts'
import { sidePanel } from '#web/store/side-panel.ts'
import { timeline } from '#web/store/timeline-store.ts'
import { type Filters, isBadRange, isFiltered, noFilters, wishOf } from './filters.ts'

export type Results = { lines: readonly ShownLine[]; marks: readonly string[]; next: string | null }
/** `refused`: what was typed cannot be searched for; why, and the bound. */
export type Phase =
  | { name: 'idle' | 'busy' | 'done' | 'failed' | 'offline' }
  | { name: 'refused'; code: string; limit: number }

const TYPING_MS = 200
const RETRY_MS = 500

const nothing: Results = { lines: [], marks: [], next: null }
const typed = signal('')
const chosen: Signal<Filters> = signal(noFilters)
const phaseNow: Signal<Phase> = signal<Phase>({ name: 'idle' })
const found: Signal<Results> = signal(nothing)
const more: Signal<'idle' | 'busy' | 'failed'> = signal<'idle' | 'busy' | 'failed'>('idle')
/** Number of the hit that was opened last: it is marked, and has the focus when the panel comes back. */
export const opened: Signal<number | null> = signal<number | null>(null)

/** What was typed and chosen. It stays when the panel closes, so that one finds it as it was left. */
export const text: ReadonlySignal<string> = typed
export const filters: ReadonlySignal<Filters> = chosen
export const phase: ReadonlySignal<Phase> = phaseNow
/** The hits of the newest answer; while the next one is on its way they are those of the question before. */
export const results: ReadonlySignal<Results> = found
export const moreLoad: ReadonlySignal<'idle' | 'busy' | 'failed'> = more

let timer: ReturnType<typeof setTimeout> | undefined
/** Grows with every question, so that a late answer to an older one is known. */
let question = 0
let started = false

/** Committed text only: call it when no input method is composing. Searches when the typing pauses. */
export function type(value: string): void {
  if (value === typed.peek()) return
  typed.value = value
  askIn(TYPING_MS)
}

export function choose(change: Partial<Filters>): void {
  chosen.value = { ...chosen.peek(), ...change }
  searchNow()
}

export function clearFilters(): void {
  choose(noFilters)
}

export function searchNow(): void {
  clearTimeout(timer)
  void search()
}

function askIn(ms: number): void {
  question++
  clearTimeout(timer)
  timer = setTimeout(() => void search(), ms)
  if (phaseNow.peek().name !== 'busy') phaseNow.value = { name: 'busy' }
}

async function search(): Promise<void> {
  const mine = ++question
  if ((typed.peek().trim() === '' && !isFiltered(chosen.peek())) || isBadRange(chosen.peek())) {
    rest()
    return
  }
  phaseNow.value = { name: 'busy' }
  try {
    const reply = await ask()
    if (mine === question) show(reply, [])
  } catch (error) {
    if (mine === question) explain(error)
  }
}

function rest(): void {
  batch(() => {
    phaseNow.value = { name: 'idle' }
    found.value = nothing
    more.value = 'idle'
  })
}

/** What was looked for belongs to one room. */
function forget(): void {
  clearTimeout(timer)
  question++
  batch(() => {
    typed.value = ''
    chosen.value = noFilters
    opened.value = null
    rest()
  })
}

function ask(before?: string): Promise<SearchReply> {
  const speaker = client.peek()
  const id = room.peek()?.info?.id
  if (!speaker || !id) return Promise.reject(new Disconnected())
  const wish = { rooms: [id], text: typed.peek(), ...wishOf(chosen.peek()) }
  return speaker.call('search.messages', before === undefined ? wish : { ...wish, before })
}

function show({ hits, marks, next }: SearchReply, before: readonly ShownLine[]): void {
  const lines = hits.map(({ line }) => line).filter((line) => !isErased(line))
  batch(() => {
    found.value = { lines: [...before, ...lines], marks, next: next ?? null }
    phaseNow.value = { name: 'done' }
    more.value = 'idle'
  })
}

/** What can wait is asked again by itself; what cannot is said. */
function explain(error: unknown): void {
  const refusal = error instanceof Refused ? error.refusal : null
  if (refusal?.retry_after_ms !== undefined) askIn(Math.max(RETRY_MS, refusal.retry_after_ms))
  else if (refusal?.code === 'empty') rest()
  else phaseNow.value = phaseAfter(error instanceof Disconnected, refusal)
}

function phaseAfter(isOffline: boolean, refusal: RefusalBody | null): Phase {
  if (isOffline) return { name: 'offline' }
  // A fault of the server may be over with the next try.
  if (!refusal || refusal.code === 'internal') return { name: 'failed' }
  return { name: 'refused', code: refusal.code, limit: refusal.limit ?? 0 }
}

/** The next page of hits. Does nothing at the end, and while one is on its way. */
export async function searchMore(): Promise<void> {
  const { next, lines } = found.peek()
  if (next === null || more.peek() === 'busy' || phaseNow.peek().name !== 'done') return
  const mine = question
  more.value = 'busy'
  try {
    const reply = await ask(next)
    if (mine === question) show(reply, lines)
  } catch (error) {
    if (mine !== question) return
    const waitMs = error instanceof Refused ? error.refusal.retry_after_ms : undefined
    more.value = waitMs === undefined ? 'failed' : 'idle'
    if (waitMs !== undefined) timer = setTimeout(() => void searchMore(), waitMs)
  }
}

/**
 * What is erased leaves the hits, what is edited reads so, also while the panel is closed. Who was away may have missed such
 * changes: the question is put again. It listens to the timeline, not to the room: a new listener makes the room be joined
 * anew. A second call does nothing.
 */
export function startSearch(): void {
  if (started) return
  started = true
  onRoomLeft(() => {
    // Who walks through what was found takes the panel along.
    if (sidePanel.peek() !== 'search') forget()
  })
  effect(() => {
    const { changes } = timeline.value
    untracked(() => foldIntoHits(changes))
  })
  effect(() => {
    // Another identity has another room object, and nothing of it was found yet.
    void room.value
    if (status.value?.name === 'online') untracked(askAgain)
  })
}

function askAgain(): void {
  if (found.peek().lines.length > 0 || phaseNow.peek().name === 'offline') askIn(TYPING_MS)
}

function foldIntoHits(changes: readonly MessageChange[]): void {
  const { lines } = found.peek()
  if (lines.length === 0 || changes.length === 0) return
  const byMessage = Map.groupBy(changes, (change) => change.message)
  const now = lines.map((line) => (byMessage.get(line.seq) ?? []).reduce((sum, one) => foldLine(sum, one, null), line))
  if (now.every((line, at) => line === lines[at])) return
  found.value = { ...found.peek(), lines: now.filter((line) => !isErased(line)) }
}
