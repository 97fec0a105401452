import { place } from '#web/store/session.ts'

/** What browsers with Trusted Types have; elsewhere addresses are plain text, and so they are here for the compiler. */
type Policy = { createScriptURL(address: string): string }
type Policies = { createPolicy(name: string, rules: Policy): Policy }
declare global {
  interface Window {
    readonly trustedTypes?: Policies
  }
}

let policy: Policy | undefined
let registering: Promise<ServiceWorkerRegistration | null> | null = null

/**
 * The service worker of this page, registered at the first call. Null where there can be none: on plain http, in a private
 * window of some browsers, or while the server does not give it.
 */
export function pageWorker(): Promise<ServiceWorkerRegistration | null> {
  registering ??= register(place.peek().base).catch(() => {
    registering = null
    return null
  })
  return registering
}

async function register(base: string): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator) || !isSecureContext) return null
  await navigator.serviceWorker.register(trusted(`${base}/sw.js`), { scope: `${base}/`, updateViaCache: 'none' })
  return navigator.serviceWorker.ready
}

/** The one policy of this page (threats.md 7): it lets our own worker through, and nothing else. There is no second of its name. */
function trusted(worker: string): string {
  policy ??= window.trustedTypes?.createPolicy('teahouse', {
    createScriptURL(address) {
      if (address !== worker) throw new TypeError('not our worker')
      return address
    },
  })
  return policy ? policy.createScriptURL(worker) : worker
}
