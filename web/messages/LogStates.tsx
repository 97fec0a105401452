import { Icon } from '#web/kit/Icon.tsx'
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
