import { effect, type Signal, signal } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { lateWords } from '#web/words/late.ts'
import { outbox, type Pending } from './outgoing.ts'
import { platformNow } from './session.ts'

/** Why the server takes nothing for now: a refusal's code, for as long as something waits because of it. */
export const waitsBecause: Signal<string | null> = signal<string | null>(null)

/** Shorter waits need no words (client.md 6.4). */
const QUIET_MS = 2_000
const crowded = new Set(['busy', 'unavailable'])

/** Says once what one waits for: an overloaded server with a toast, a full one with a banner (shell/BannerStrip.tsx). Returns its stop. */
export function startWhyWaiting(): () => void {
  let isTold = false
  return effect(() => {
    const waiting = outbox.value.list.filter(({ state, stored }) => state === 'waiting' && !stored)
    const [first] = waiting.filter(({ retryCode }) => retryCode !== undefined)
    // While one is tried again nothing is refused, and it may be once more: it is over when nothing waits.
    if (first?.retryCode) waitsBecause.value = first.retryCode
    else if (waiting.length === 0) waitsBecause.value = null
    if (waiting.length === 0) isTold = false
    if (isTold || !first || !crowded.has(first.retryCode ?? '') || !isLong(first)) return
    isTold = true
    showToast(lateWords().banner.busy)
  })
}

function isLong({ writtenMs, retryAtMs }: Pending): boolean {
  const nowMs = platformNow()
  return nowMs - writtenMs >= QUIET_MS || (retryAtMs ?? 0) - nowMs >= QUIET_MS
}
