import type { Visitor } from './page.ts'

/** Resolves when the page has its worker, and has kept the room up to this text. */
export const kept = ({ page }: Visitor, text: string): Promise<void> =>
  page.evaluate(async (wanted) => {
    await navigator.serviceWorker.ready
    for (;;) {
      const copy = await caches.match('/offline-copy')
      if (navigator.serviceWorker.controller && (await copy?.text())?.includes(wanted)) return
      await new Promise((next) => requestAnimationFrame(next))
    }
  }, text)
