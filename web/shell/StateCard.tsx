import { Icon } from '#web/kit/Icon.tsx'
import type { IconName } from '#web/kit/icons.ts'
import { type Place, roomPath } from '#web/kit/place.ts'
import { type Card, card } from '#web/store/connection.ts'
import { roomRefused, tryAgain } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'

type Face = { icon: IconName; text: string; note?: string; button?: { label: string; run: () => void } }

/** In place of the log: why it cannot go on, and what a person can do. */
export function StateCard({ place }: { place: Place }) {
  const now = card.value
  const refused = roomRefused.value
  const face = now ? faceOf(now) : roomFaceOf(refused ?? '', place)
  return (
    <div class="state">
      <div class="state-card" role="alert">
        <Icon name={face.icon} size={28} />
        <p>{face.text}</p>
        {face.note && <p class="state-note">{face.note}</p>}
        {face.button && (
          <button type="button" class="button button-primary" onClick={face.button.run}>
            {face.button.label}
          </button>
        )}
      </div>
    </div>
  )
}

function faceOf(now: Card): Face {
  const say = words().card
  const again = (label: string) => ({ label, run: tryAgain })
  switch (now.kind) {
    case 'boot':
      return {
        icon: 'unplug',
        text: say.boot,
        ...(now.seconds === null ? {} : { note: say.bootIn(now.seconds) }),
        button: again(say.retry),
      }
    case 'session-over':
      return { icon: 'log-in', text: say.sessionOver, button: again(say.comeIn) }
    case 'banned':
      return { icon: 'ban', text: say.banned }
    case 'open-elsewhere':
      return { icon: 'unplug', text: say.openElsewhere, button: again(say.useHere) }
    case 'flood':
      return { icon: 'unplug', text: say.flood, button: again(say.reconnect) }
    case 'outdated':
      return { icon: 'refresh-cw', text: say.outdated, button: { label: say.refresh, run: () => location.reload() } }
    case 'stopped':
      return { icon: 'unplug', text: say.stopped, button: again(say.reconnect) }
  }
}

function roomFaceOf(code: string, place: Place): Face {
  const say = words().card
  const texts: Partial<Record<string, string>> = {
    name_invalid: say.badRoom,
    too_long: say.badRoom,
    rate_limited: say.roomsTooFast,
  }
  const toLobby = { label: say.toLobby, run: () => location.assign(roomPath(place.base, '')) }
  return { icon: 'circle-alert', text: texts[code] ?? say.noRoom, ...(place.roomName ? { button: toLobby } : {}) }
}
