import { useEffect, useRef, useState } from 'preact/hooks'
import { hueOf } from '#protocol/looks.ts'
import { Thumb } from '#web/files/late.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { narrow } from '#web/kit/media.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { formatTime } from '#web/kit/time.ts'
import { dayName, dayOf, guessLang, jumpTo, placeInView } from '#web/messages/index.ts'
import { isFolded } from '#web/store/ignored.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { saidNow } from '#web/store/said-now.ts'
import { serverNow } from '#web/store/session.ts'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { localeTag, words } from '#web/words/index.ts'
import { searchWords } from '#web/words/search.ts'
import { snippet } from './mark-text.ts'
import { moreLoad, opened, results, searchMore } from './search-store.ts'

type Element = { current: HTMLElement | null }
/** The next page is asked for this far before the end of the hits comes into view. */
const AHEAD_PX = 400

/** The hits, newest first, day by day. One of them is in the tab order; ↑ ↓ Home End move, Enter shows it in the log. */
export function Hits({ scroller, onLeave }: { scroller: Element; onLeave: () => void }) {
  const say = searchWords()
  const { lines, next } = results.value
  const [current, setCurrent] = useState(opened.peek())
  const reachable = lines.some((line) => line.seq === current) ? current : lines[0]?.seq
  useEffect(() => {
    scroller.current?.querySelector('.hit-opened')?.scrollIntoView({ block: 'nearest' })
  }, [])
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepOf(
      event.key,
      lines.findIndex((line) => line.seq === reachable),
      lines.length,
    )
    if (step === null && event.key !== 'Escape') return
    event.preventDefault()
    if (step === null || step < 0) onLeave()
    else focusHit(scroller, lines[step]?.seq)
  }
  const days = [...Map.groupBy(lines, (line) => dayOf(line.at))]
  return (
    <fieldset class="hits" aria-label={say.results} onKeyDown={hearKey}>
      {days.map(([day, some]) => (
        <section key={day} class="hit-day">
          <h3>{dayName(some[0]?.at ?? 0, serverNow())}</h3>
          <ul>
            {some.map((line) => (
              <li key={line.seq}>
                <Hit line={line} reachable={line.seq === reachable} onFocus={() => setCurrent(line.seq)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {next === null ? <p class="hits-end">{say.end}</p> : <NextPage scroller={scroller} key={next} />}
    </fieldset>
  )
}

/** Where a key leads from `at`; below zero: back to the field; null: it is no key of the list. */
function stepOf(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return at - 1
    case 'ArrowDown':
      return Math.min(count - 1, at + 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

function focusHit(scroller: Element, seq: number | undefined): void {
  scroller.current?.querySelector<HTMLElement>(`[data-hit="${seq}"]`)?.focus()
}

function Hit({ line, reachable, onFocus }: { line: ShownLine; reachable: boolean; onFocus: () => void }) {
  const say = searchWords()
  const folded = isFolded(line)
  const body = folded ? words().actions.quoteIgnored : saidNow(line)
  const clock = formatTime('clock', line.at, localeTag.value)
  const isOpened = opened.value === line.seq
  const go = () => {
    const from = placeInView()
    opened.value = line.seq
    // On a phone the panel covers the log; it comes back as it was left.
    if (narrow.peek()) closeSidePanel()
    void jumpTo(line.seq, { from, focus: narrow.peek() })
  }
  return (
    <button
      type="button"
      class={isOpened ? 'list-row hit hit-opened' : 'list-row hit'}
      data-hit={line.seq}
      tabIndex={reachable ? 0 : -1}
      aria-current={isOpened}
      aria-label={say.label(line.by.name, formatTime('full', line.at, localeTag.value), body)}
      onFocus={onFocus}
      onClick={go}
    >
      <span class={`hit-head hue-${hueOf(line.by.id)}`}>
        <Bowl look={line.by.look} size={24} />
        <bdi class="hit-name">{line.by.name}</bdi>
        <time dateTime={new Date(line.at).toISOString()}>{clock}</time>
      </span>
      <span class={folded ? 'hit-text words-folded' : 'hit-text'} lang={guessLang(body)} dir="auto">
        {!folded && line.files && <Thumb files={line.files} />}
        {(folded ? [{ text: body, found: false }] : snippet(body, results.value.marks)).map(({ text, found }) =>
          found ? <mark>{text}</mark> : text,
        )}
      </span>
    </button>
  )
}

/** Asks for the next page when its place comes near, and says so where it did not come. */
function NextPage({ scroller }: { scroller: Element }) {
  const say = searchWords()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!ref.current) return
    const near = new IntersectionObserver(([entry]) => void (entry?.isIntersecting && searchMore()), {
      root: scroller.current,
      rootMargin: `${AHEAD_PX}px`,
    })
    near.observe(ref.current)
    return () => near.disconnect()
  }, [])
  return (
    <div class="hits-next" ref={ref}>
      {moreLoad.value === 'failed' ? (
        <>
          <span>{say.failedMore}</span>
          <button type="button" class="load-retry" onClick={() => void searchMore()}>
            {say.retry}
          </button>
        </>
      ) : (
        <span>{say.searching}</span>
      )}
    </div>
  )
}
