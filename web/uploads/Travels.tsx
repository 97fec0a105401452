import { useComputed } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { File } from '#protocol/files.ts'
import { clockText } from '#protocol/files-text.ts'
import { cellsOf, FileName, iconOf, isCut, rowHeights } from '#web/files/late.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { openStorage } from '#web/storage/index.ts'
import { storageWords } from '#web/words/storage.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { type Posting, type Progress, postings, type Travel } from './postings.ts'
import { cancelUpload, discardUpload, retryUpload, takeBack } from './uploader.ts'
import { isFinal, whyWords } from './why-words.ts'

type Place = { posting: Posting; travel: Travel }

/** Where a file of the log is on its way; null in the moment in which it has arrived. */
const placeOf = (key: string): Place | null => {
  for (const posting of postings.value) {
    const travel = posting.travels.find(({ item }) => item.key === key)
    if (travel) return { posting, travel }
  }
  return null
}

type SeenProps = { files: readonly File[]; reachable: boolean }

/** Pictures and videos of an own message on their way, in the place that they keep when it is there (UX-12, UX-22). */
export function Seen({ files, reachable }: SeenProps) {
  const cells = cellsOf(files.length)
  return (
    <div class="files-grid" style={{ gridTemplateRows: rowHeights(files.length) }}>
      {files.map((file, at) => (
        <div key={file.id} class="files-cell" style={{ gridColumn: cells[at]?.column, gridRow: cells[at]?.row }}>
          <SeenPart file={file} isCut={files.length > 1 || isCut(file)} reachable={reachable} />
        </div>
      ))}
    </div>
  )
}

function SeenPart({ file, isCut, reachable }: { file: File; isCut: boolean; reachable: boolean }) {
  const place = useComputed(() => placeOf(file.id)).value
  if (!place) return null
  const { item } = place.travel
  return (
    <div class={isCut ? 'picture picture-here picture-cut' : 'picture picture-here'}>
      {item.url ? <img src={item.url} alt={item.alt} draggable={false} /> : <LateIcon name={iconOf(item)} size={32} />}
      <Over cid={place.posting.cid} travel={place.travel} reachable={reachable} />
    </div>
  )
}

export function FileRow({ file, reachable }: { file: File; reachable: boolean }) {
  const place = useComputed(() => placeOf(file.id)).value
  return place && <Row cid={place.posting.cid} travel={place.travel} reachable={reachable} />
}

type PartProps = { cid: string; travel: Travel; reachable: boolean }

/** Over a picture: how far it is, and its way back. */
function Over({ cid, travel, reachable }: PartProps) {
  const now = travel.progress.value
  const say = uploadWords()
  if (now.name === 'done') return null
  return (
    <div class="travel-over">
      <Bar travel={travel} now={now} />
      {/* Why it failed stands below the message. */}
      <span class="travel-words">{now.name === 'failed' ? '' : stateWords(now, travel)}</span>
      <Cancel cid={cid} travel={travel} reachable={reachable}>
        <LateIcon name="x" size={18} />
        <span class="hidden">{say.cancelUpload(travel.item.name)}</span>
      </Cancel>
    </div>
  )
}

function Row({ cid, travel, reachable }: PartProps) {
  const now = travel.progress.value
  const { item } = travel
  return (
    <div class="file travel-row">
      <span class="file-icon">
        <LateIcon name={iconOf(item)} />
      </span>
      <span class="file-words travel-text">
        {item.voice ? (
          <span class="file-name">{uploadWords().voice(clockText(item.voice.duration_ms))}</span>
        ) : (
          <FileName name={item.name} />
        )}
        <Bar travel={travel} now={now} />
        <span class="travel-foot">
          <span class="travel-words">{stateWords(now, travel)}</span>
          {now.name !== 'done' && (
            <Cancel cid={cid} travel={travel} reachable={reachable}>
              {uploadWords().cancel}
            </Cancel>
          )}
        </span>
      </span>
    </div>
  )
}

const percentOf = ({ sent }: Progress, { item }: Travel): number =>
  Math.min(100, Math.floor((sent / Math.max(1, item.blob.size)) * 100))

function Bar({ travel, now }: { travel: Travel; now: Progress }) {
  const percent = percentOf(now, travel)
  return (
    <span
      class={now.name === 'failed' ? 'travel-bar travel-bar-failed' : 'travel-bar'}
      role="progressbar"
      aria-label={uploadWords().progress(travel.item.name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={stateWords(now, travel)}
    >
      <i style={{ inlineSize: `${percent}%` }} />
    </span>
  )
}

function stateWords(now: Progress, travel: Travel): string {
  const say = uploadWords()
  const percent = percentOf(now, travel)
  switch (now.name) {
    case 'queued':
      return say.queued
    case 'going':
      return percent === 100 ? say.finishing : say.uploading(percent)
    case 'waiting':
      return say.waiting(percent)
    case 'failed':
      return whyWords(now.why)
    case 'done':
      return say.uploaded
  }
}

type CancelProps = PartProps & { children: ComponentChildren }

function Cancel({ cid, travel, reachable, children }: CancelProps) {
  return (
    <button
      type="button"
      class="travel-cancel"
      title={uploadWords().cancelUpload(travel.item.name)}
      tabIndex={reachable ? 0 : -1}
      onClick={() => cancelUpload(cid, travel.item.key)}
    >
      {children}
    </button>
  )
}

/** Of several files, which one it is about. */
function ofWhich(travels: readonly Travel[], why: string): string {
  const failed = travels.find(({ progress }) => progress.value.name === 'failed')
  return failed ? uploadWords().ofFile(failed.item.name, why) : why
}

/** Why it is not sent, and what one can do: the same again, or with another file. */
export function FailedUpload({ cid, reachable }: { cid: string; reachable: boolean }) {
  const posting = useComputed(() => postings.value.find((one) => one.cid === cid)).value
  const why = posting?.failed
  if (!why) return null
  const say = uploadWords()
  const tabIndex = reachable ? 0 : -1
  return (
    <p class="failed-line">
      <span class="failed-why">
        {say.notSent} · {posting.travels.length > 1 ? ofWhich(posting.travels, whyWords(why)) : whyWords(why)}
      </span>
      {why.code === 'quota_full' && (
        <button type="button" class="failed-again" tabIndex={tabIndex} onClick={() => void openStorage()}>
          {storageWords().see}
        </button>
      )}
      {!isFinal(why) && (
        <button type="button" class="failed-again" tabIndex={tabIndex} onClick={() => retryUpload(cid)}>
          {say.resend}
        </button>
      )}
      <button type="button" class="failed-again" tabIndex={tabIndex} onClick={() => takeBack(cid)}>
        {say.editAgain}
      </button>
      <button type="button" class="failed-remove" tabIndex={tabIndex} onClick={() => discardUpload(cid)}>
        {say.discard}
      </button>
    </p>
  )
}
