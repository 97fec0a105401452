import { useComputed } from '@preact/signals'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { people } from '#web/store/people.ts'
import { me } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'

const shapes = ['a', 'b own', 'c', 'd', 'e own', 'f'] as const

/** The final shape of what is on its way. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {shapes.slice(0, rows).map((shape) => (
        <div key={shape} class={`skeleton-row skeleton-${shape}`}>
          <i />
          <b />
        </div>
      ))}
    </div>
  )
}

/** A page of the log could not be read. */
export function LoadError({ onRetry }: { onRetry: () => void }) {
  const say = words().log
  return (
    <div class="load-error" role="alert">
      <Icon name="cloud-alert" />
      <span>{say.loadError}</span>
      <button type="button" class="load-retry" onClick={onRetry}>
        {say.retry}
      </button>
    </div>
  )
}

export function EmptyRoom() {
  const bowls = useComputed(() => {
    const here = [...(people.value.list?.values() ?? [])].map((person) => ({ id: person.id, look: person.look }))
    const mine = me.value
    const all = mine && !here.some((one) => one.id === mine.id) ? [...here, { id: mine.id, look: mine.look }] : here
    return all.slice(0, 3)
  })
  return (
    <div class="empty-room">
      <div class="empty-bowls">
        {bowls.value.map((one) => (
          <Bowl key={one.id} look={one.look} size={44} />
        ))}
      </div>
      <p>{words().log.empty}</p>
    </div>
  )
}
