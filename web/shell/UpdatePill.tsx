import { useEffect } from 'preact/hooks'
import { wouldLose } from '#web/kit/leaving.ts'
import { place, welcome } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { followFields, isBusy } from './busy.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const KEY = 'teahouse.reloaded-for'

/**
 * Offers the newer page that the server has, never while somebody writes or something is unsent. On the developer's own machine it is
 * taken at once: there a new build is what one has just written.
 */
export function UpdatePill() {
  const build = welcome.value?.build ?? ''
  const shown = place.value.build
  const ready = build !== '' && shown !== '' && build !== shown && !isBusy.value
  useEffect(followFields, [])
  useEffect(() => {
    if (ready && loopback.has(location.hostname)) reloadOnce(build)
  }, [ready, build])
  if (!ready) return null
  return (
    <div class="update-pill">
      <span>{words().update.ready}</span>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words().update.refresh}
      </button>
    </div>
  )
}

/** Once for each build: something in between may go on serving the old page. */
function reloadOnce(build: string): void {
  if (wouldLose()) return
  try {
    if (sessionStorage.getItem(KEY) === build) return
    sessionStorage.setItem(KEY, build)
  } catch {
    return
  }
  location.reload()
}
