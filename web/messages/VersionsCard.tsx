import { useEffect, useState } from 'preact/hooks'
import type { EarlierBody } from '#protocol/messages.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { formatTime } from '#web/kit/time.ts'
import { room } from '#web/store/session.ts'
import { localeTag, words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { guessLang } from './guess-lang.ts'
import { besides } from './place-beside.ts'
import type { Row } from './rows.ts'

type Earlier = readonly EarlierBody[] | 'loading' | 'failed'
const CARD_PX = { width: 288, height: 240 }

/** What an own message said before it was edited; the newest first. */
export function VersionsCard({ row, at, onClose }: { row: Row; at: DOMRect; onClose: () => void }) {
  const [earlier, setEarlier] = useState<Earlier>('loading')
  const { seq } = row
  const times = row.edited?.times
  useEffect(() => {
    if (seq === null) return
    const asked = room.peek()?.edits(seq)
    asked?.then(
      (edits) => setEarlier(edits),
      () => setEarlier('failed'),
    )
  }, [seq, times])
  const say = toolWords().actions
  const view = { width: window.innerWidth, height: window.innerHeight }
  return (
    <Dialog kind="card" title={say.versions} close={words().close} at={besides(CARD_PX, at, view)} onClose={onClose}>
      <ol class="versions" aria-busy={earlier === 'loading'}>
        <Version when={say.current} body={row.body} />
        {Array.isArray(earlier) &&
          earlier
            .map((one, index) => (
              <Version
                key={one.at}
                when={index === 0 ? `${say.original} · ${clock(one.at)}` : clock(one.at)}
                body={one.body}
              />
            ))
            .reverse()}
      </ol>
      {earlier === 'failed' && (
        <p class="versions-note" role="alert">
          {say.notLoaded}
        </p>
      )}
    </Dialog>
  )
}

const clock = (ms: number): string => formatTime('full', ms, localeTag.value)

function Version({ when, body }: { when: string; body: string }) {
  return (
    <li>
      <p class="version-when">{when}</p>
      <p class="version-body" lang={guessLang(body)} dir="auto">
        {body}
      </p>
    </li>
  )
}
