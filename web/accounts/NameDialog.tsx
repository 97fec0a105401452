import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { useFieldText } from '#web/kit/field-text.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { hearDone } from '#web/kit/send-key.ts'
import { writeAtCaret } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { BowlPicker } from './BowlPicker.tsx'
import type { NameChoice } from './name-choice.ts'
import { createTypingOn, isLetter } from './typing-on.ts'

type NameDialogProps = {
  kind: 'enter' | 'rename'
  room: string
  choice: NameChoice
  onClose: () => void
  /** The answer is on its way, and whoever asked goes on: the dialog may close now. */
  onAside?: () => void
  /** The answer is here. */
  onDone: (done: boolean) => void
}

/** The first visit: a name and a bowl are proposed, one press enters. The same dialog changes them later. */
export function NameDialog({ kind, room, choice, onClose, onAside, onDone }: NameDialogProps) {
  const titleId = useId()
  const main = useRef<HTMLButtonElement>(null)
  // Enter enters at once, but a ring is drawn only for who uses keys.
  const [quiet, setQuiet] = useState(kind === 'enter')
  const { look, bowls, own, busy } = choice.state.value
  const say = words().enter
  const stepAside = () => choice.state.peek().busy && onAside?.()
  const take = () => {
    void choice.take().then(onDone)
    // What was proposed is hardly ever refused; a name of one's own may be, and is asked for again where it was written.
    if (!own) stepAside()
  }
  const typingOn = useMemo(() => createTypingOn(writtenText(), performance.now()), [])
  const press = (event: KeyboardEvent) => {
    if (busy && isLetter(event)) stepAside()
    if (event.target !== main.current) return
    const isMore = typingOn(event)
    // A key that is still held down from the text has sent already.
    if (isMore || event.repeat) event.preventDefault()
    if (isMore) writeAtCaret(event.key)
  }
  useLayoutEffect(() => {
    if (kind !== 'enter') return
    if (!own) main.current?.focus()
    const loud = () => setQuiet(false)
    window.addEventListener('keydown', loud, { once: true })
    return () => window.removeEventListener('keydown', loud)
  }, [])
  const title = kind === 'rename' ? say.renameTitle : own ? say.chooseTitle(room) : say.welcome(room)
  return (
    <Dialog kind="enter" title={null} labelledBy={titleId} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the buttons in it. */}
      <div class={quiet ? 'enter enter-quiet' : 'enter'} onKeyDown={press}>
        <Bowl look={look} size={112} />
        <h2 class="enter-welcome" id={titleId}>
          {title}
        </h2>
        {own ? <NameField choice={choice} onTake={take} /> : <ProposedName choice={choice} />}
        <BowlPicker bowls={bowls} look={look} onPick={choice.pick} />
        <div class="enter-buttons">
          <button type="button" class="button button-sunken" onClick={() => void choice.shuffle(own)}>
            <Icon name="shuffle" />
            {say.shuffle}
          </button>
          <button type="button" class="button button-primary" ref={main} aria-disabled={busy} onClick={take}>
            {kind === 'rename' ? say.save : say.go}
          </button>
        </div>
        <OtherWays kind={kind} choice={choice} onClose={onClose} />
      </div>
    </Dialog>
  )
}

/** What stands in the text field, if it has the focus. */
const writtenText = (): string => {
  const field = document.activeElement
  return field instanceof HTMLTextAreaElement ? field.value : ''
}

function OtherWays({ kind, choice, onClose }: { kind: 'enter' | 'rename'; choice: NameChoice; onClose: () => void }) {
  const say = words().enter
  if (kind === 'rename') {
    return (
      <div class="enter-ways">
        <button type="button" class="text-button text-button-calm" onClick={onClose}>
          {words().cancel}
        </button>
      </div>
    )
  }
  const { own } = choice.state.value
  return (
    <div class="enter-ways">
      <button type="button" class="text-button" onClick={() => (own ? void choice.shuffle(false) : choice.writeOwn())}>
        {own ? say.proposed : say.own}
      </button>
      <button type="button" class="text-button text-button-calm" onClick={onClose}>
        {say.look}
      </button>
    </div>
  )
}

function ProposedName({ choice }: { choice: NameChoice }) {
  const { name, trouble } = choice.state.value
  return (
    <>
      <p class="enter-name" aria-live="polite">
        <bdi>{name}</bdi>
      </p>
      {trouble && (
        <p class="wrong enter-trouble" role="alert">
          {trouble.text}
        </p>
      )}
    </>
  )
}

function NameField({ choice, onTake }: { choice: NameChoice; onTake: () => void }) {
  const { name, trouble } = choice.state.value
  const input = useRef<HTMLInputElement>(null)
  const fieldId = useId()
  const say = words().enter
  useFieldText(input, name)
  useLayoutEffect(() => {
    if (!input.current) return
    // For a dialog that opens with this field; one that is open already is asked by `focus`.
    input.current.autofocus = true
    input.current.focus()
  }, [])
  const suggestion = trouble?.suggestion
  return (
    <div class="enter-field">
      <label class="hidden" for={fieldId}>
        {say.nameLabel}
      </label>
      <input
        ref={input}
        id={fieldId}
        type="text"
        class="name-input"
        {...fieldKinds.nickname}
        aria-invalid={trouble !== null}
        aria-describedby={`${fieldId}-trouble`}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => choice.write(event.currentTarget.value)}
        onKeyDown={(event) => hearDone(event, onTake)}
      />
      <p class="wrong enter-trouble" id={`${fieldId}-trouble`} role="alert">
        {trouble?.text}
      </p>
      {suggestion && (
        <button type="button" class="text-button" onClick={() => choice.write(suggestion)}>
          {say.take(suggestion)}
        </button>
      )}
    </div>
  )
}
