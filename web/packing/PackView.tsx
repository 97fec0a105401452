import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CommandInput } from '#protocol/index.ts'
import type { Pack, PackPicture } from '#protocol/packs.ts'
import { announce } from '#web/attention/index.ts'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { hearDone } from '#web/kit/send-key.ts'
import { forgetPack, nameIn, PictureView, tellPack } from '#web/packs/index.ts'
import { language } from '#web/store/preferences.ts'
import { client } from '#web/store/session.ts'
import { packWords } from '#web/words/packs.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import { BackRow } from './BackRow.tsx'
import { PickButtons } from './PickButtons.tsx'
import type { Given } from './read-zip.ts'

type Props = { pack: Pack; onBack: () => void; onGive: (given: readonly Given[]) => unknown }

/** One pack: its name, its pictures, more of them, and its end. */
export function PackView({ pack, onBack, onGive }: Props) {
  const say = packWords().owner
  const [trouble, setTrouble] = useState('')
  const [asking, setAsking] = useState(false)
  const change = async (input: Omit<CommandInput<'pack.change'>, 'pack'>): Promise<boolean> => {
    try {
      const answer = await client.peek()?.call('pack.change', { pack: pack.id, ...input })
      if (answer) tellPack(answer.pack)
      setTrouble('')
      return answer !== undefined
    } catch (error) {
      setTrouble(refusalSentence(error))
      return false
    }
  }
  const removePack = async () => {
    try {
      await client.peek()?.call('pack.remove', { pack: pack.id })
      announce(say.removed(pack.title))
      onBack()
      forgetPack(pack.id)
    } catch (error) {
      setAsking(false)
      setTrouble(refusalSentence(error))
    }
  }
  const removePicture = async (picture: PackPicture) => {
    if (await change({ remove: [picture.id] })) announce(say.removed(nameIn(language.peek(), picture)))
  }
  return (
    <>
      <BackRow title={pack.title} onBack={onBack} />
      <Rename title={pack.title} onSave={(title) => change({ title })} />
      <ul class="packs-pictures">
        {pack.pictures.map((picture) => (
          <li key={picture.id}>
            <Kept picture={picture} onRemove={() => void removePicture(picture)} />
          </li>
        ))}
      </ul>
      <p class="packs-told" role="alert">
        {trouble}
      </p>
      <PickButtons title={say.addHere} onGive={onGive} />
      {asking ? (
        <RemoveQuestion title={pack.title} onKeep={() => setAsking(false)} onRemove={() => void removePack()} />
      ) : (
        <button type="button" class="button button-sunken button-grave" onClick={() => setAsking(true)}>
          {say.removePack}
        </button>
      )}
    </>
  )
}

function Rename({ title, onSave }: { title: string; onSave: (title: string) => Promise<boolean> }) {
  const say = packWords().owner
  const input = useRef<HTMLInputElement>(null)
  const save = () => {
    const text = input.current?.value.trim() ?? ''
    if (text !== '' && text !== title) void onSave(text)
  }
  return (
    <div class="packs-rename">
      <label>
        <span class="group-label">{say.packName}</span>
        <input
          ref={input}
          class="packs-input"
          defaultValue={title}
          {...fieldKinds.title}
          onKeyDown={(event) => hearDone(event, save)}
        />
      </label>
      <button type="button" class="button button-sunken" onClick={save}>
        {say.save}
      </button>
    </div>
  )
}

function Kept({ picture, onRemove }: { picture: PackPicture; onRemove: () => void }) {
  const name = nameIn(language.value, picture)
  const say = packWords().owner.remove(name)
  return (
    <>
      <span class="packs-picture">
        <PictureView emoticon={picture} as="cell" silent />
      </span>
      <bdi>{name}</bdi>
      <button type="button" class="icon-button packs-remove" aria-label={say} title={say} onClick={onRemove}>
        <LateIcon name="trash-2" size={16} />
      </button>
    </>
  )
}

function RemoveQuestion(props: { title: string; onKeep: () => void; onRemove: () => void }) {
  const say = packWords().owner
  const keep = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => keep.current?.focus(), [])
  return (
    <section class="packs-question" aria-labelledby="packs-question">
      <h3 id="packs-question">{say.askRemove(props.title)}</h3>
      <ul>
        {say.what.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div class="packs-buttons">
        <button ref={keep} type="button" class="button button-sunken" onClick={props.onKeep}>
          {say.keep}
        </button>
        <button type="button" class="button button-danger" onClick={props.onRemove}>
          {say.removePack}
        </button>
      </div>
    </section>
  )
}
