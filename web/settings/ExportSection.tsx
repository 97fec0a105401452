import { useState } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { exportRoom, type FileKind, type NoFile } from '#web/store/export-room.ts'
import { roomInfo } from '#web/store/session.ts'
import { ownDataWords } from '#web/words/own-data.ts'
import { refusalWords, whyOfCode } from '#web/words/refusals.ts'

/** The room of the page as a file, for people or for programs. */
export function ExportSection() {
  const [told, setTold] = useState('')
  const [busy, setBusy] = useState(false)
  const say = ownDataWords().export
  const bring = async (kind: FileKind) => {
    if (busy) return
    setBusy(true)
    const none = await exportRoom(kind)
    setTold(none ? textOf(none) : say.begun)
    setBusy(false)
  }
  return (
    <section class="own-data-part" aria-labelledby="own-data-export">
      <h3 id="own-data-export">{say.title}</h3>
      <p>{say.about(roomInfo.value?.title ?? '')}</p>
      <div class="own-data-buttons">
        <FileButton name={say.html} note={say.htmlNote} onClick={() => void bring('html')} />
        <FileButton name={say.ndjson} note={say.ndjsonNote} onClick={() => void bring('ndjson')} />
        <FileButton name={say.zip} note={say.zipNote} onClick={() => void bring('zip')} />
      </div>
      <p class="own-data-told" role="status">
        {told}
      </p>
    </section>
  )
}

function FileButton({ name, note, onClick }: { name: string; note: string; onClick: () => void }) {
  return (
    <button type="button" class="button button-sunken file-button" onClick={onClick}>
      <LateIcon name="download" />
      <span>
        {name}
        <small>{note}</small>
      </span>
    </button>
  )
}

const MINUTE_S = 60

function textOf({ code, waitS }: NoFile): string {
  const say = ownDataWords().export
  if (code === 'rate_limited') return say.tooFast(Math.max(1, Math.ceil(waitS / MINUTE_S)))
  return refusalWords().sentence(whyOfCode(code, say.why))
}
