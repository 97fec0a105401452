import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { allowed } from '#web/store/notifications.ts'
import { preferences } from '#web/store/preferences.ts'
import { client, entered, status } from '#web/store/session.ts'
import { pageWorker } from '#web/store/worker.ts'

/**
 * Whether this browser is told of messages while the page is closed. `unavailable`: it cannot be, or the server pushes nothing;
 * `unreachable`: its maker's push service did not answer.
 */
export type PushState = 'unknown' | 'unavailable' | 'unreachable' | 'off' | 'on'

const state: Signal<PushState> = signal<PushState>('unknown')
export const pushState: ReadonlySignal<PushState> = state

type Wish = { on: boolean; show: 'full' | 'hidden'; locale: 'zh-CN' | 'en' }
let wish: Wish | null = null
let working = false

/** Keeps the subscription as it is wanted: who wants no notifications is not known to any push service. Returns its stop. */
export function startPushSubscription(): () => void {
  return effect(() => {
    const { notify, notifyContent, quiet, push, language } = preferences.value
    const may = allowed.value === 'granted' && entered.value
    const on = may && notify !== 'off' && push === 'on' && quiet === 'off'
    if (status.value?.name !== 'online') return
    wish = { on, show: notifyContent, locale: language }
    void follow()
  })
}

/** One after another: the last wish counts. */
async function follow(): Promise<void> {
  if (working) return
  working = true
  while (wish) {
    const now = wish
    wish = null
    state.value = await carryOut(now).catch((): PushState => (now.on ? 'unreachable' : 'off'))
  }
  working = false
}

async function carryOut({ on, show, locale }: Wish): Promise<PushState> {
  const worker = await pageWorker()
  if (!worker || !('pushManager' in worker)) return 'unavailable'
  const known = await worker.pushManager.getSubscription()
  if (!on) {
    if (known) await end(known)
    return 'off'
  }
  const key = (await client.peek()?.call('push.key', {}))?.key
  if (key === undefined) return 'unavailable'
  const { endpoint, p256dh, auth } = readSubscription(await subscribe(worker, known, key))
  await client.peek()?.call('push.subscribe', { endpoint, p256dh, auth, show, locale })
  return 'on'
}

async function end(known: PushSubscription): Promise<void> {
  await client.peek()?.call('push.unsubscribe', { endpoint: known.endpoint })
  await known.unsubscribe()
}

/** A subscription belongs to the key that it was made with: the server may have another one since. */
async function subscribe(worker: ServiceWorkerRegistration, known: PushSubscription | null, key: string) {
  if (known && base64url(known.options.applicationServerKey) === key) return known
  await known?.unsubscribe()
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

function readSubscription(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const [p256dh, auth] = [base64url(subscription.getKey('p256dh')), base64url(subscription.getKey('auth'))]
  return { endpoint: subscription.endpoint, p256dh, auth }
}

const base64url = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
