import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Status } from '#sdk/index.ts'
import { tryAgain } from '#web/store/begin-session.ts'
import { after, type Boot, boot, platformNow, status } from '#web/store/session.ts'

/** The strip under the header. `seconds` until the next try; null while it is being tried. */
export type Banner =
  | { kind: 'offline' }
  | { kind: 'lost'; seconds: number | null }
  | { kind: 'restarting' }
  | { kind: 'busy' }
  | { kind: 'back' }

/** Instead of the log: what only a person can undo, or what keeps the page from starting. */
export type Card =
  | { kind: 'boot'; seconds: number | null }
  | { kind: 'session-over' | 'banned' | 'open-elsewhere' | 'flood' | 'outdated' | 'stopped' }

const QUIET_MS = 2_000
const BACK_MS = 1_500

type View = { status: Status | null; networkUp: boolean; nowMs: number; shownSinceLoss: boolean; backUntilMs: number }

/** Nothing in the first 2 s after a loss; then what is known; when it is over, 1.5 s of "back" if anything was shown. */
export function bannerOf({ status: at, networkUp, nowMs, shownSinceLoss, backUntilMs }: View): Banner | null {
  if (!at || at.name === 'stopped') return null
  if (at.name === 'online') return shownSinceLoss || nowMs < backUntilMs ? { kind: 'back' } : null
  if (at.lostMs === undefined || nowMs - at.lostMs < QUIET_MS) return null
  if (!networkUp) return { kind: 'offline' }
  if (at.name === 'connecting') return { kind: 'lost', seconds: null }
  if (at.why === 'restarting') return { kind: 'restarting' }
  if (at.why === 'busy') return { kind: 'busy' }
  return { kind: 'lost', seconds: secondsUntil(at.retryAtMs, nowMs) }
}

/** The card that a close code or a refused hello asks for. */
export function cardOf(at: Status | null, start: Boot, nowMs: number): Card | null {
  if (start.name === 'failed') return { kind: 'boot', seconds: secondsUntil(start.retryAtMs, nowMs) }
  if (at?.name !== 'stopped') return null
  if (at.refusal === 'version_unsupported') return { kind: 'outdated' }
  if (at.refusal === 'login_first') return { kind: 'session-over' }
  return { kind: cardByCode.get(at.code) ?? 'stopped' }
}

const cardByCode = new Map<number, 'session-over' | 'banned' | 'open-elsewhere' | 'flood'>([
  [4401, 'session-over'],
  [4403, 'banned'],
  [4409, 'open-elsewhere'],
  [4429, 'flood'],
])

const secondsUntil = (atMs: number, nowMs: number): number => Math.max(1, Math.ceil((atMs - nowMs) / 1000))

const bannerNow: Signal<Banner | null> = signal<Banner | null>(null)
const cardNow: Signal<Card | null> = signal<Card | null>(null)
export const banner: ReadonlySignal<Banner | null> = computed(() => bannerNow.value)
export const card: ReadonlySignal<Card | null> = computed(() => cardNow.value)

const TICK_MS = 250
let networkUp = true
let shownSinceLoss = false
let backUntilMs = 0
let stopTick: (() => void) | null = null

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function look(at: Status | null, start: Boot): void {
  stopTick?.()
  stopTick = null
  const nowMs = platformNow()
  if (at?.name === 'online' && shownSinceLoss) {
    backUntilMs = nowMs + BACK_MS
    shownSinceLoss = false
  }
  const next = bannerOf({ status: at, networkUp, nowMs, shownSinceLoss, backUntilMs })
  if (next && next.kind !== 'back') shownSinceLoss = true
  if (!same(bannerNow.peek(), next)) bannerNow.value = next
  const nextCard = cardOf(at, start, nowMs)
  if (!same(cardNow.peek(), nextCard)) cardNow.value = nextCard
  const calm = (at?.name === 'online' && !next) || at?.name === 'stopped'
  const moving = start.name === 'failed' || (at !== null && !calm)
  if (moving) stopTick = after(TICK_MS, () => look(status.peek(), boot.peek()))
}

/** Follows the connection, and tries at once when the network, the window or the tab comes back. */
export function startConnection(): void {
  networkUp = navigator.onLine
  const hurry = () => {
    if (status.peek()?.name === 'waiting' || boot.peek().name === 'failed') tryAgain()
  }
  window.addEventListener('online', () => {
    networkUp = true
    // What is under way went out to a network that is gone; a line that seems to stand is made sure of.
    if (status.peek()?.name !== 'stopped') tryAgain()
    look(status.peek(), boot.peek())
  })
  window.addEventListener('offline', () => {
    networkUp = false
    look(status.peek(), boot.peek())
  })
  window.addEventListener('focus', hurry)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hurry()
  })
  effect(() => look(status.value, boot.value))
}
