// The service worker: what is shown without a network, and what is pushed (decision 0024). It holds nothing of anybody's own.
import { followNote, hearPush } from './push-notes.ts'
import { answerFile, answerPage, dropOlder, keepShell } from './shell-cache.ts'
import { wayOf } from './way-of.ts'

declare const self: ServiceWorkerGlobalScope

// A new version takes over at once: pages come from the server first, so no old page is kept alive by it.
self.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const way = wayOf(request, self.registration.scope)
  if (way === 'page') event.respondWith(answerPage(request, event.preloadResponse))
  if (way === 'file') event.respondWith(answerFile(request))
})

self.addEventListener('push', (event) => event.waitUntil(hearPush(event.data)))
self.addEventListener('notificationclick', (event) => event.waitUntil(followNote(event.notification)))
