import { useId } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import type { Pack } from '#protocol/packs.ts'
import { characters } from '#protocol/text.ts'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { whyWords } from '#web/uploads/why-words.ts'
import { words } from '#web/words/index.ts'
import { packWords } from '#web/words/packs.ts'
import { BackRow } from './BackRow.tsx'
import type { Draft, PackDraft } from './draft.ts'

type Props = { draft: PackDraft; onBack: () => void; onMade: (pack: Pack) => void }

/** What was picked: looked at, named, and sent. What is wrong stands beside the picture that it is about. */
export function DraftView({ draft, onBack, onMade }: Props) {
  const say = packWords().owner
  const { items, title, stage, trouble, into, wrong, done } = draft
  const all = items.value
  const isUploading = stage.value.name === 'uploading'
  const titled = title.value.trim() !== '' && overTitle(title.value) === 0
  const maySend = all.length > 0 && draft.names.value.size === 0 && (into !== null || titled)
  const upload = async () => {
    const pack = maySend ? await draft.upload() : null
    if (pack) onMade(pack)
  }
  return (
    <>
      <BackRow title={into?.title ?? say.add} onBack={onBack} />
      {!into && <Heading draft={draft} locked={isUploading} />}
      <ul class="packs-drafts">
        {all.map((item) => (
          <li key={item.key}>
            <DraftRow draft={draft} item={item} locked={isUploading} />
          </li>
        ))}
      </ul>
      <div class="packs-foot">
        <p class="packs-told" role="status">
          {isUploading ? say.uploading(done, all.length) : (trouble.value ?? (wrong > 0 ? say.problems(wrong) : ''))}
        </p>
        {isUploading && <progress aria-label={say.uploading(done, all.length)} value={done} max={all.length} />}
        <div class="packs-buttons">
          {isUploading ? (
            <button type="button" class="button button-sunken" onClick={() => draft.cancel()}>
              {words().cancel}
            </button>
          ) : (
            <button type="button" class="button button-primary" aria-disabled={!maySend} onClick={() => void upload()}>
              {wrong > 0 && done > 0 ? say.retry : say.upload(all.length)}
            </button>
          )}
        </div>
      </div>
    </>
  )
}

/** By how many characters the name of a pack is too long. Never cut by the field: that would cut what is being composed (client.md 6.1). */
const overTitle = (title: string): number => Math.max(0, characters(title.trim()) - limits.packTitleChars)

const kinds = ['emoticons', 'stickers'] as const

function Heading({ draft: { title, kind }, locked }: { draft: PackDraft; locked: boolean }) {
  const say = packWords().owner
  const group = useId()
  const over = overTitle(title.value)
  return (
    <>
      <label>
        <span class="group-label">{say.packName}</span>
        <input
          class="packs-input"
          defaultValue={title.peek()}
          {...fieldKinds.title}
          readOnly={locked}
          aria-invalid={over > 0}
          onInput={({ currentTarget }) => {
            title.value = currentTarget.value
          }}
        />
        {over > 0 && (
          <small class="packs-wrong" role="alert">
            {words().log.composer.over(over)}
          </small>
        )}
      </label>
      <fieldset class="choices">
        <legend class="group-label">{say.kind}</legend>
        <div class="segments">
          {kinds.map((one) => (
            <label key={one} class="segment">
              <input
                type="radio"
                class="covering"
                name={group}
                checked={kind.value === one}
                disabled={locked}
                onChange={() => {
                  kind.value = one
                }}
              />
              <span>{say.kinds[one]}</span>
            </label>
          ))}
        </div>
        <p class="choices-note">{say.kindNotes[kind.value]}</p>
      </fieldset>
    </>
  )
}

function DraftRow({ draft, item, locked }: { draft: PackDraft; item: Draft; locked: boolean }) {
  const say = packWords().owner
  const id = useId()
  const { file, url, name, why, sent } = item
  const nameWhy = draft.names.value.get(item.key)
  const wrong = nameWhy ? say.why[nameWhy] : why.value ? whyWords(why.value) : ''
  return (
    <>
      <img class="packs-picture" src={url} alt="" loading="lazy" decoding="async" />
      <span class="packs-naming">
        <input
          class="packs-input"
          defaultValue={name.peek()}
          {...fieldKinds.address}
          aria-label={say.nameOf(file)}
          aria-invalid={nameWhy !== undefined}
          aria-describedby={id}
          readOnly={locked}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value
          }}
        />
        <small id={id} class={wrong ? 'packs-wrong' : undefined}>
          {wrong || file}
        </small>
      </span>
      {sent.value === null || !locked ? (
        <button
          type="button"
          class="icon-button"
          aria-label={say.leaveOut(file)}
          title={say.leaveOut(file)}
          disabled={locked}
          onClick={() => draft.leaveOut(item)}
        >
          <LateIcon name="trash-2" size={18} />
        </button>
      ) : (
        <span class="packs-done">
          <LateIcon name="check" size={18} />
        </span>
      )}
    </>
  )
}
