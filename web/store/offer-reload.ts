import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

/**
 * For a part of the page that did not come: the network is gone, or the server has a newer page and the file is. A browser may
 * remember that a module did not come and not ask again, so what helps is to load the page anew.
 */
export function offerReload(): void {
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
}
