import { wayOf } from './way-of.ts'

declare const self: ServiceWorkerGlobalScope
/** Written in by bin/build.ts: the files that a page of this build needs, and the build's name. */
declare const SHELL: readonly string[]
declare const BUILD: string

const { scope } = self.registration
const PREFIX = `teahouse shell ${scope} `
/** Pages of rooms that are kept: without them any page would do, but for its title. */
const MOST_PAGES = 20
/** Another installation on the same address has caches of its own. Those of older builds are dropped whole. */
const name = PREFIX + BUILD

// The server names its answers' reasons (cookies, languages, packing); what was kept once is right for this browser.
const anyReason = { ignoreVary: true, ignoreSearch: true }

/** Keeps what a page of this build needs, and the pages that are open. */
export async function keepShell(): Promise<void> {
  const cache = await caches.open(name)
  await cache.addAll(SHELL.map((file) => scope + file))
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const pages = new Set([scope, ...open.map(({ url }) => url.replace(/[?#].*$/s, ''))])
  for (const url of [...pages].filter((one) => wayOf({ method: 'GET', mode: 'navigate', url: one }, scope) === 'page'))
    await fetch(url, { credentials: 'same-origin' }).then((answer) => keepPage(url, answer), ignore)
}

/** What older builds have kept. From now on the browser asks for a page while this worker is still waking up. */
export async function dropOlder(): Promise<void> {
  await self.registration.navigationPreload?.enable()
  const names = await caches.keys()
  await Promise.all(names.filter((one) => one.startsWith(PREFIX) && one !== name).map((one) => caches.delete(one)))
}

/** The server's page: a new version is never held back. What was kept only where the server is not reached. */
export async function answerPage(request: Request, preloaded: Promise<Response | undefined>): Promise<Response> {
  try {
    const answer = (await preloaded) ?? (await fetch(request))
    await keepPage(request.url.replace(/[?#].*$/s, ''), answer.clone()).catch(ignore)
    return answer
  } catch (error) {
    const cache = await caches.open(name)
    const kept = (await cache.match(request, anyReason)) ?? (await cache.match(scope, anyReason))
    if (!kept) throw error
    return kept
  }
}

/** A file's name says what is in it. A browser that keeps nothing any more asks the server. */
export async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(name).catch(ignore)
  const kept = await cache?.match(request, anyReason).catch(ignore)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.type === 'basic') await cache?.put(request, answer.clone()).catch(ignore)
  return answer
}

async function keepPage(url: string, answer: Response): Promise<void> {
  if (!answer.ok || answer.redirected || answer.type !== 'basic') return
  const cache = await caches.open(name)
  await cache.put(url, answer)
  const pages = (await cache.keys()).filter((one) => one.url.startsWith(`${scope}r/`))
  for (const oldest of pages.slice(0, -MOST_PAGES)) await cache.delete(oldest, anyReason)
}

const ignore = () => undefined
