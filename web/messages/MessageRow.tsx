import { useEffect, useState } from 'preact/hooks'
import { Icon } from '#web/kit/Icon.tsx'
import { formatTime } from '#web/kit/time.ts'
import { discardMessage, resendMessage } from '#web/store/outgoing.ts'
import { platformNow } from '#web/store/session.ts'
import { editAgain } from '#web/store/timeline-commands.ts'
import { localeTag, words } from '#web/words/index.ts'
import type { Row } from './blocks.ts'
import { MessageText } from './MessageText.tsx'
import { isSameAgain, whyNotSent } from './refusal-words.ts'

type Props = { row: Row; own: boolean; first: boolean; last: boolean }

/** One message. It keeps its element from the moment it is written until it leaves the window. */
export function MessageRow({ row, own, first, last }: Props) {
  const say = words().log
  const clock = formatTime('clock', row.at, localeTag.value)
  const timed = last || row.late || row.state === 'failed'
  const names = [
    'row',
    first && 'row-first',
    last && 'row-last',
    row.fresh && 'row-fresh',
    row.state === 'failed' && 'row-failed',
  ]
  return (
    <li
      class={names.filter(Boolean).join(' ')}
      data-key={row.key}
      data-seq={row.seq ?? undefined}
      data-at={row.at}
      tabIndex={-1}
      aria-label={say.label(own ? say.me : row.by.name, clock, row.body, own ? stateWords(row) : '')}
    >
      <div class="bubble">
        {row.state === 'failed' && (
          <span class="failed-disc" aria-hidden="true">
            !
          </span>
        )}
        <MessageText body={row.body} />
        {timed && (
          <span class="meta">
            <Clock at={row.at} clock={clock} />
            {own && row.state !== 'failed' && <Glyph row={row} />}
          </span>
        )}
      </div>
      {!timed && (
        <span class="side-time">
          <Clock at={row.at} clock={clock} />
        </span>
      )}
      {row.state === 'failed' && <FailedLine row={row} />}
      {row.retryAtMs !== null && <RetryLine atMs={row.retryAtMs} />}
    </li>
  )
}

function stateWords(row: Row): string {
  const say = words().log
  if (row.state === 'failed') return `${say.notSent} · ${whyNotSent(row.code)}`
  return row.state === 'waiting' ? say.waiting : say.stored
}

function Clock({ at, clock }: { at: number; clock: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatTime('full', at, localeTag.value)}>
      {clock}
    </time>
  )
}

/** Its place is kept from the start, so that nothing moves when the message is stored. */
function Glyph({ row }: { row: Row }) {
  return (
    <span class={row.state === 'waiting' ? 'glyph glyph-waiting' : 'glyph'}>
      {row.state === 'stored' && <Icon name="check" size={14} />}
      {row.state === 'waiting' && row.late && <Icon name="clock" size={14} />}
    </span>
  )
}

function FailedLine({ row }: { row: Row }) {
  const say = words().log
  const again = () => {
    editAgain(row.body)
    discardMessage(row.cid)
  }
  return (
    <p class="failed-line">
      <span class="failed-why">
        {say.notSent} · {whyNotSent(row.code)}
      </span>
      {isSameAgain(row.code) ? (
        <button type="button" class="failed-again" onClick={again}>
          {say.editAgain}
        </button>
      ) : (
        <button type="button" class="failed-again" onClick={() => resendMessage(row.cid)}>
          {say.resend}
        </button>
      )}
      <button type="button" class="failed-remove" onClick={() => discardMessage(row.cid)}>
        {say.remove}
      </button>
    </p>
  )
}

/** Shorter waits than this need no words (client.md 6.4). */
const QUIET_MS = 2_000

function RetryLine({ atMs }: { atMs: number }) {
  const [leftMs, setLeftMs] = useState(atMs - platformNow())
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(atMs - platformNow()), 1_000)
    setLeftMs(atMs - platformNow())
    return () => clearInterval(timer)
  }, [atMs])
  if (leftMs <= 0) return null
  return leftMs > QUIET_MS ? <p class="failed-line">{words().log.retryIn(Math.ceil(leftMs / 1_000))}</p> : null
}
