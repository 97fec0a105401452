import { computed, type ReadonlySignal, useComputed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { FilesPlace } from '#web/files/index.ts'
import { formatTime } from '#web/kit/time.ts'
import { quoted } from '#web/store/quotes.ts'
import { saidIn } from '#web/store/said.ts'
import { localeTag, words } from '#web/words/index.ts'
import { focusedRow, hoveredRow } from './active-row.ts'
import { bubbleClass } from './bubble-class.ts'
import { found } from './found.ts'
import { logTools } from './load-tools.ts'
import { MessageText } from './MessageText.tsx'
import { Quote, quoteWords } from './Quote.tsx'
import { Reactions, reactors } from './Reactions.tsx'
import { Clock, Meta } from './RowMeta.tsx'
import { Reachable } from './reachable.ts'
import { cardsView, rowParts, uploadView } from './row-parts.ts'
import type { Row } from './rows.ts'

type Props = { row: Row; own: boolean; first: boolean; last: boolean }

/** One message. It keeps its element from the moment it is written until it leaves the window. */
export function MessageRow({ row, own, first, last }: Props) {
  const clock = formatTime('clock', row.at, localeTag.value)
  const timed = last || row.late || row.state === 'failed' || row.edited !== null || row.pinned
  const reachable = useComputed(() => focusedRow.value === row.key).value
  const hovered = useComputed(() => hoveredRow.value === row.key).value
  const marked = useComputed(() => found.value === row.seq && row.seq !== null).value
  const Upload = row.upload ? uploadView.value : null
  const Failed = row.state === 'stored' ? null : logTools.value
  const answered = useMemo(() => answeredBy(row.re), [row.re])?.value ?? ''
  const Cards = row.body.includes('://') ? cardsView.value : null
  const Parts = own || row.line?.fwd ? rowParts.value : null
  const names = [
    'row',
    first && 'row-first',
    last && 'row-last',
    row.fresh && 'row-fresh',
    row.state === 'failed' && 'row-failed',
    marked && 'row-found',
  ]
  return (
    <li
      class={names.filter(Boolean).join(' ')}
      data-key={row.key}
      data-seq={row.seq ?? undefined}
      data-at={row.at}
      tabIndex={reachable ? 0 : -1}
      aria-label={labelOf(row, { own, clock, answered })}
    >
      <div class={bubbleClass(row)}>
        {row.state === 'failed' && (
          <span class="failed-disc" aria-hidden="true">
            !
          </span>
        )}
        {row.line?.fwd && (
          <p class="forwarded">{Parts && <Parts.Forwarded fwd={row.line.fwd} reachable={reachable} />}</p>
        )}
        {row.re !== null && <Quote re={row.re} from={row.seq} reachable={reachable} />}
        {row.files.length > 0 && (
          <FilesPlace files={row.files} seq={row.seq} captioned={row.body !== ''} reachable={reachable} view={Upload} />
        )}
        {row.body !== '' && (
          <Reachable value={reachable}>
            <MessageText {...row} />
          </Reachable>
        )}
        {Cards ? (
          <Cards row={row} own={own} reachable={reachable} />
        ) : (
          row.line?.now?.cards?.map(({ link }) => <div class="card" key={link} />)
        )}
        {timed && <Meta row={row} own={own} clock={clock} reachable={reachable} />}
      </div>
      {!timed && <Clock at={row.at} clock={clock} as="side-time" />}
      {(hovered || reachable) && row.line && <Tools row={row} />}
      {row.reactions.length > 0 && <Reactions row={row} reachable={reachable} />}
      {own && Parts && row.seq !== null && <Parts.Receipts seq={row.seq} />}
      {row.state === 'failed' && Failed && <Failed.FailedLine row={row} reachable={reachable} />}
      {row.retryAtMs !== null && Failed && <Failed.RetryLine atMs={row.retryAtMs} />}
    </li>
  )
}

function Tools({ row }: { row: Row }) {
  const Buttons = logTools.value?.RowTools
  return Buttons && <Buttons row={row} />
}

/** The log changes with each frame of the socket, what is quoted of it hardly ever. */
function answeredBy(re: number | null): ReadonlySignal<string> | null {
  if (re === null) return null
  const now = computed(() => quoted(re))
  return computed(() => quoteWords(now.value))
}

/** What a screen reader hears of a message: who, when, what it answers, what it says, and what became of it. */
function labelOf(row: Row, { own, clock, answered }: { own: boolean; clock: string; answered: string }): string {
  const { log, actions } = words()
  const said = saidIn(row)
  const text = answered ? log.withQuote(answered, said) : said
  const state = [
    row.line?.fwd && actions.forwardedFrom(row.line.fwd.by.name),
    row.edited && actions.edited,
    row.pinned && actions.pinned,
    ...row.reactions.map((one) => actions.reactionLabel(one.kind, reactors(one))),
    own && stateWords(row),
  ]
  return log.label(own ? log.me : row.by.name, clock, text, log.joined(state.filter((one) => typeof one === 'string')))
}

function stateWords(row: Row): string {
  const say = words().log
  const why = logTools.value?.whyNotSent
  if (row.state === 'failed') return why && !row.upload ? `${say.notSent} · ${why(row)}` : say.notSent
  return row.state === 'waiting' ? say.waiting : say.stored
}
