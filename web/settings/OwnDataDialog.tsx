import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { Dialog } from '#web/kit/Dialog.tsx'
import { settleErasing, startOwnData, type Where } from '#web/store/own-data.ts'
import { words } from '#web/words/index.ts'
import { ownDataWords } from '#web/words/own-data.ts'
import { DeleteMeQuestion } from './DeleteMeQuestion.tsx'
import { EraseQuestion } from './EraseQuestion.tsx'
import { EraseSection } from './EraseSection.tsx'
import { ExportSection } from './ExportSection.tsx'

type View = { name: 'all' } | { name: 'erase'; where: Where } | { name: 'leave' }

/** What a person may do with all that is its own. What cannot be undone has a second question. */
export function OwnDataDialog({ onClose }: { onClose: () => void }) {
  const [view, setView] = useState<View>({ name: 'all' })
  const [opener, setOpener] = useState('')
  useEffect(startOwnData, [])
  useEffect(() => settleErasing, [])
  useLayoutEffect(() => {
    // Back from a question: where it was asked.
    if (view.name === 'all' && opener) document.getElementById(opener)?.focus()
  }, [view, opener])
  const ask = (next: View, from: string) => {
    setOpener(from)
    setView(next)
  }
  const back = () => setView({ name: 'all' })
  return (
    <Dialog title={ownDataWords().title} close={words().close} onClose={onClose}>
      <div class="own-data">
        {view.name === 'all' && (
          <>
            <ExportSection />
            <EraseSection onAsk={(where) => ask({ name: 'erase', where }, `erase-${where}`)} />
            <LeaveSection onAsk={() => ask({ name: 'leave' }, 'leave')} />
          </>
        )}
        {view.name === 'erase' && <EraseQuestion where={view.where} onBack={back} />}
        {view.name === 'leave' && <DeleteMeQuestion onBack={back} onGone={onClose} />}
      </div>
    </Dialog>
  )
}

function LeaveSection({ onAsk }: { onAsk: () => void }) {
  const say = ownDataWords().leave
  return (
    <section class="own-data-part" aria-labelledby="own-data-leave">
      <h3 id="own-data-leave">{say.title}</h3>
      <p>{say.about}</p>
      <div class="own-data-buttons">
        <button type="button" class="button button-sunken button-grave" id="leave" onClick={onAsk}>
          {say.open}
        </button>
      </div>
    </section>
  )
}
