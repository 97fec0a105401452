import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { choose, preferences } from '#web/store/preferences.ts'

/** `unavailable`: this browser, or a page over plain http, cannot notify anybody. */
export type Allowed = 'unavailable' | 'default' | 'granted' | 'denied'

/** On phones the constructor exists and throws: there a notification needs the service worker (web/attention/notice.ts). */
export const isPhone = (): boolean => /Android|iPhone|iPad/.test(navigator.userAgent)
const hasWorker = (): boolean => 'serviceWorker' in navigator

function read(): Allowed {
  if (typeof Notification === 'undefined' || !isSecureContext || (isPhone() && !hasWorker())) return 'unavailable'
  return Notification.permission
}

const state: Signal<Allowed> = signal(read())
let watches = false
/** Whether the browser lets this page notify. A person can change it elsewhere: `watchPermission`. */
export const allowed: ReadonlySignal<Allowed> = state

/** Looks again with every return to the page. A second call does nothing. */
export function watchPermission(): void {
  if (watches) return
  watches = true
  window.addEventListener('focus', look)
}

const look = (): void => {
  state.value = read()
}

/**
 * Lets the browser ask. Only from a press of a button that says so (UX-25): whoever is asked out of nowhere says no, and the
 * browser never asks again.
 */
export async function askToNotify(): Promise<Allowed> {
  await Notification.requestPermission()
  look()
  if (state.peek() === 'granted' && preferences.peek().notify === 'off') choose('notify', 'mentions')
  return state.peek()
}
