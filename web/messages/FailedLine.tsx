import { useEffect, useState } from 'preact/hooks'
import { discardMessage, resendMessage } from '#web/store/outgoing.ts'
import { platformNow } from '#web/store/session.ts'
import { editAgain } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { isSameAgain, whyNotSent } from './refusal-words.ts'
import { uploadView } from './row-parts.ts'
import type { Row } from './rows.ts'

/** Why an own message is not sent, and what one can do. */
export function FailedLine({ row, reachable }: { row: Row; reachable: boolean }) {
  const Upload = row.upload && uploadView.value
  return Upload ? <Upload.FailedUpload cid={row.cid} reachable={reachable} /> : <FailedWords row={row} />
}

function FailedWords({ row }: { row: Row }) {
  const say = toolWords().log
  const again = () => {
    uploadView.peek()?.giveBack(row.cid)
    editAgain(row.body)
    discardMessage(row.cid)
  }
  return (
    <p class="failed-line">
      <span class="failed-why">
        {words().log.notSent} · {whyNotSent(row)}
      </span>
      {isSameAgain(row) ? (
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

/** When it goes again by itself. */
export function RetryLine({ atMs }: { atMs: number }) {
  const [leftMs, setLeftMs] = useState(atMs - platformNow())
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(atMs - platformNow()), 1_000)
    setLeftMs(atMs - platformNow())
    return () => clearInterval(timer)
  }, [atMs])
  if (leftMs <= 0) return null
  return leftMs > QUIET_MS ? <p class="failed-line">{toolWords().log.retryIn(Math.ceil(leftMs / 1_000))}</p> : null
}
