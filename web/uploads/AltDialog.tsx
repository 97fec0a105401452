import { type Signal, signal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { coarsePointer } from '#web/kit/media.ts'
import { isSendKey } from '#web/kit/send-key.ts'
import { preferences } from '#web/store/preferences.ts'
import { uploadWords } from '#web/words/uploads.ts'
import type { Item } from './item.ts'
import { describeItem } from './tray.ts'

/** The picture whose description is being written. */
export const altOf: Signal<Item | null> = signal<Item | null>(null)

/** What a picture shows, for who does not see it. */
export function AltDialog({ item }: { item: Item }) {
  const say = uploadWords()
  const [text, setText] = useState(item.alt)
  const hint = useId()
  const over = characters(text.trim()) - limits.altChars
  const close = () => {
    altOf.value = null
  }
  const save = () => {
    if (over > 0) return
    describeItem(item.key, text.trim())
    close()
  }
  // Only who says so loses what was written.
  const leave = over > 0 ? close : save
  const hear = (event: KeyboardEvent) => {
    const sendKey = preferences.peek().sendKey === 'ctrl-enter' ? 'ctrl-enter' : 'enter'
    if (!isSendKey(event, { sendKey, coarsePointer: coarsePointer.peek(), listOpen: false })) return
    event.preventDefault()
    if (!event.repeat) save()
  }
  return (
    <Dialog title={say.altTitle} close={say.close} onClose={leave}>
      {item.url && <img class="alt-picture" src={item.url} alt="" />}
      <textarea
        class="alt-field"
        rows={3}
        autofocus
        defaultValue={item.alt}
        {...fieldKinds.prose}
        aria-label={say.altTitle}
        aria-describedby={hint}
        aria-invalid={over > 0}
        dir="auto"
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={hear}
      />
      <p id={hint} class={over > 0 ? 'alt-hint alt-over' : 'alt-hint'}>
        {over > 0 ? say.altOver(over) : say.altHint}
      </p>
      <div class="alt-buttons">
        <button type="button" class="button button-sunken" onClick={close}>
          {say.cancel}
        </button>
        <button type="button" class="button button-primary" aria-disabled={over > 0} onClick={save}>
          {say.save}
        </button>
      </div>
    </Dialog>
  )
}
