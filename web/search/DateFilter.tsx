import { useLayoutEffect, useRef } from 'preact/hooks'
import { dayOf } from '#web/messages/index.ts'
import { serverNow } from '#web/store/session.ts'
import { searchWords } from '#web/words/search.ts'

type Range = { since: string; until: string }
type Props = Range & { onChoose: (range: Range) => void; onClose: () => void }

/** The first and the last day; either may be left open. */
export function DateFilter({ since, until, onChoose, onClose }: Props) {
  const say = searchWords()
  const first = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => first.current?.focus(), [])
  const today = dayOf(serverNow())
  return (
    <fieldset
      class="choice date-choice"
      aria-label={say.date}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <label>
        <span>{say.since}</span>
        <input
          ref={first}
          type="date"
          value={since}
          max={today}
          onChange={(event) => onChoose({ since: event.currentTarget.value, until })}
        />
      </label>
      <label>
        <span>{say.until}</span>
        <input
          type="date"
          value={until}
          max={today}
          onChange={(event) => onChoose({ since, until: event.currentTarget.value })}
        />
      </label>
      {(since || until) && (
        <button
          type="button"
          class="text-button"
          onClick={() => {
            onChoose({ since: '', until: '' })
            onClose()
          }}
        >
          {say.anyTime}
        </button>
      )}
    </fieldset>
  )
}
