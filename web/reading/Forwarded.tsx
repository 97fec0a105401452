import { LateIcon } from '#web/kit/LateIcon.tsx'
import { roomPath } from '#web/kit/place.ts'
import { formatTime } from '#web/kit/time.ts'
import { dayOf, type Forward } from '#web/messages/index.ts'
import { place, serverNow } from '#web/store/session.ts'
import { forwardWords } from '#web/words/forward.ts'
import { localeTag } from '#web/words/index.ts'

/** Above the words of a forwarded message: whose they are, where they were said, if that may be known, and when. */
export function Forwarded({ fwd, reachable }: { fwd: Forward; reachable: boolean }) {
  const { by, room, at } = fwd
  return (
    <>
      <LateIcon name="forward" size={14} />
      <span>
        {forwardWords().from} <bdi class="forwarded-name">{by.name}</bdi>
        {room && ' · '}
        {room && (
          <a href={roomPath(place.value.base, room.name)} tabIndex={reachable ? 0 : -1}>
            <bdi>{room.title}</bdi>
          </a>
        )}
        {' · '}
        <time dateTime={new Date(at).toISOString()} title={formatTime('full', at, localeTag.value)}>
          {formatTime(dayOf(at) === dayOf(serverNow()) ? 'clock' : 'shortDay', at, localeTag.value)}
        </time>
      </span>
    </>
  )
}
