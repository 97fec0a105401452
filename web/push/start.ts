import { startInstall } from '#web/store/install.ts'
import { startPushSubscription } from '#web/store/push-subscription.ts'
import { place } from '#web/store/session.ts'
import { pageWorker } from '#web/store/worker.ts'
import { startAppBadge } from './app-badge.ts'
import { startKeeping } from './keep-copy.ts'
import { startAnswering } from './worker-asks.ts'

/** What makes the page more than a page: a worker that shows it without a network, pushes, an icon beside programs. */
export function start(): void {
  startAnswering()
  startInstall(place.peek().base)
  startKeeping()
  startPushSubscription()
  startAppBadge()
  void pageWorker()
}
