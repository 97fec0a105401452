import { FileName, iconOf } from '#web/files/late.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { localeTag } from '#web/words/index.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { altOf } from './AltDialog.tsx'
import type { Item } from './item.ts'
import { Recorder } from './Recorder.tsx'
import { recording } from './recording.ts'
import { removeItem, tray } from './tray.ts'
import { VoiceItem } from './VoiceItem.tsx'

/** Above the text, as one piece with it: what goes along, and the voice that is being recorded. */
export function Tray() {
  const items = tray.value
  const now = recording.value
  if (items.length === 0 && !now) return null
  return (
    <div class="tray">
      {now && <Recorder now={now} />}
      {items.length > 0 && (
        <ul class="tray-items" aria-label={uploadWords().tray}>
          {items.map((item) => (
            <li key={item.key} class={classOf(item)} title={item.refused}>
              {item.voice ? (
                <VoiceItem item={item} />
              ) : item.url ? (
                <PictureItem item={item} />
              ) : (
                <FileItem item={item} />
              )}
              {item.refused && <span class="hidden">{item.refused}</span>}
              <Remove item={item} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function classOf({ url, voice, refused }: Item): string {
  return ['tray-item', url && !voice && 'tray-picture', refused && 'tray-refused'].filter(Boolean).join(' ')
}

function PictureItem({ item }: { item: Item }) {
  const say = uploadWords()
  return (
    <button
      type="button"
      class="tray-thumb"
      title={`${item.name} · ${formatBytes(item.blob.size, localeTag.value)}`}
      aria-label={item.alt ? `${say.describe(item.name)}, ${say.described}` : say.describe(item.name)}
      aria-haspopup="dialog"
      onClick={() => {
        altOf.value = item
      }}
    >
      <img src={item.url ?? ''} alt="" decoding="async" />
      <span class={item.alt ? 'tray-alt tray-alt-done' : 'tray-alt'} aria-hidden="true">
        {item.alt ? <LateIcon name="check" size={14} /> : <LateIcon name="pencil" size={14} />}
      </span>
    </button>
  )
}

function FileItem({ item }: { item: Item }) {
  return (
    <>
      <span class="tray-icon">
        <LateIcon name={iconOf(item)} />
      </span>
      <span class="tray-words">
        <FileName name={item.name} />
        <span class="tray-size">{item.refused ?? formatBytes(item.blob.size, localeTag.value)}</span>
      </span>
    </>
  )
}

/** The focus goes on to the next one, or back to the text: it is never nowhere. */
function Remove({ item }: { item: Item }) {
  const label = uploadWords().remove(item.name)
  const remove = (button: HTMLElement) => {
    const row = button.closest('li')
    const near = row?.nextElementSibling ?? row?.previousElementSibling
    const next = near?.querySelector<HTMLElement>('.tray-remove')
    if (next) next.focus()
    else focusComposer.run()
    removeItem(item.key)
  }
  return (
    <button
      type="button"
      class="tray-remove"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => remove(currentTarget)}
    >
      <LateIcon name="x" size={16} />
    </button>
  )
}
