import type { ComponentChildren } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { localeTag } from '#web/words/index.ts'
import { searchWords } from '#web/words/search.ts'
import { DateFilter } from './DateFilter.tsx'
import { dayBegins, type Filters, type Has, kindsShown } from './filters.ts'
import { PersonFilter } from './PersonFilter.tsx'
import { choose, filters } from './search-store.ts'

type Open = 'person' | 'date' | null

const icons = { image: 'images', file: 'file', link: 'link' } as const satisfies Record<Has, AnyIconName>

/** By person, by date, by what it has. A chip opens its choice below; what was chosen stands in the chip. */
export function FilterChips() {
  const say = searchWords()
  const [open, setOpen] = useState<Open>(null)
  const bar = useRef<HTMLFieldSetElement>(null)
  const choiceId = useId()
  const { by, since, until, has } = filters.value
  const toggle = (which: Open) => () => setOpen(open === which ? null : which)
  const close = () => {
    bar.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
    setOpen(null)
  }
  const days = rangeWords(filters.value)
  return (
    <div class="filters">
      <fieldset class="chips" aria-label={say.filters} ref={bar}>
        <Chip
          icon="users"
          isOn={by !== null}
          expanded={open === 'person'}
          controls={choiceId}
          onPress={toggle('person')}
        >
          {by ? (
            <>
              <Bowl look={by.look} size={20} />
              <bdi>{by.name}</bdi>
            </>
          ) : (
            say.from
          )}
        </Chip>
        <Chip
          icon="calendar"
          isOn={days !== ''}
          expanded={open === 'date'}
          controls={choiceId}
          onPress={toggle('date')}
        >
          {days || say.date}
        </Chip>
        {kindsShown.map((kind) => (
          <button
            type="button"
            key={kind}
            class={has === kind ? 'chip chip-on' : 'chip'}
            aria-pressed={has === kind}
            onClick={() => choose({ has: has === kind ? null : kind })}
          >
            <LateIcon name={icons[kind]} size={16} />
            {say.has[kind]}
          </button>
        ))}
      </fieldset>
      <div id={choiceId} class="choice-place">
        {open === 'person' && (
          <PersonFilter
            chosen={by}
            onChoose={(person) => {
              choose({ by: person })
              close()
            }}
            onClose={close}
          />
        )}
        {open === 'date' && (
          <DateFilter since={since} until={until} onChoose={(range) => choose(range)} onClose={close} />
        )}
      </div>
    </div>
  )
}

type ChipProps = {
  icon: AnyIconName
  isOn: boolean
  expanded: boolean
  controls: string
  onPress: () => void
  children: ComponentChildren
}

function Chip({ icon, isOn, expanded, controls, onPress, children }: ChipProps) {
  return (
    <button
      type="button"
      class={isOn ? 'chip chip-on' : 'chip'}
      aria-expanded={expanded}
      aria-controls={controls}
      onClick={onPress}
    >
      {!(isOn && icon === 'users') && <LateIcon name={icon} size={16} />}
      <span class="chip-words">{children}</span>
    </button>
  )
}

/** 11月20日 – 11月26日, as the locale writes a range of days. */
function rangeWords({ since, until }: Filters): string {
  const say = searchWords()
  const from = dayBegins(since, 0)
  const to = dayBegins(until, 0)
  const format = new Intl.DateTimeFormat(localeTag.value, { month: 'short', day: 'numeric' })
  if (from !== null && to !== null) return from <= to ? format.formatRange(from, to) : say.date
  if (from !== null) return say.sinceDay(format.format(from))
  return to === null ? '' : say.untilDay(format.format(to))
}
