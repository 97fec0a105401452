import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import type { Access } from '#protocol/room-info.ts'
import { characters } from '#protocol/text.ts'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { useFieldText } from '#web/kit/field-text.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { coarsePointer } from '#web/kit/media.ts'
import { hearDone } from '#web/kit/send-key.ts'
import { roomWords } from '#web/words/rooms.ts'
import type { Trouble } from './room-trouble.ts'

type TextFieldProps = {
  label: string
  hint?: string
  text: string
  most: number
  trouble: Trouble | null
  name: Trouble['field']
  /** It has the focus when its dialog opens. */
  first?: boolean
  before?: string
  children?: ComponentChildren
  onWrite: (text: string) => void
  onDone: () => void
}

/** Of one line all of them: Enter is done. */
const kinds = {
  title: fieldKinds.title,
  topic: { ...fieldKinds.prose, enterkeyhint: 'done' },
  name: fieldKinds.address,
  all: fieldKinds.title,
} as const satisfies Record<Trouble['field'], object>

/** How full a field is told from here on. */
const TOLD_FROM = 0.8

/** A line of text with its counter and what is wrong with it. Uncontrolled, so that no input method is disturbed. */
export function TextField(props: TextFieldProps) {
  const { label, hint, text, most, trouble, name, first, before, children, onWrite, onDone } = props
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const wrong = trouble?.field === name ? trouble : null
  useFieldText(input, text)
  useLayoutEffect(() => {
    if (input.current && first) input.current.autofocus = !coarsePointer.peek()
  }, [])
  useLayoutEffect(() => {
    if (wrong) input.current?.focus()
  }, [wrong])
  return (
    <div class="room-field">
      <div class="group-label room-field-head">
        <label for={id}>{label}</label>
        <Counter text={text} most={most} />
      </div>
      <div class="room-input" data-wrong={wrong ? '' : undefined}>
        {before && (
          <span class="room-input-before" aria-hidden="true">
            {before}
          </span>
        )}
        <input
          ref={input}
          id={id}
          type="text"
          {...kinds[name]}
          placeholder={hint}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-note`}
          onInput={(event) => onWrite(event.currentTarget.value)}
          onKeyDown={(event) => hearDone(event, onDone)}
        />
      </div>
      <div class="fine-print room-field-note" id={`${id}-note`}>
        {wrong && (
          <p class="wrong" role="alert">
            {wrong.text}
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

function Counter({ text, most }: { text: string; most: number }) {
  const say = roomWords().make
  const left = most - characters(text.trim())
  if (left > most * (1 - TOLD_FROM)) return null
  return (
    <span class={left < 0 ? 'room-counter wrong' : 'room-counter'}>{left < 0 ? say.over(-left) : say.left(left)}</span>
  )
}

const faces = { open: 'globe', link: 'link', private: 'lock' } as const satisfies Record<Access, AnyIconName>

type AccessChoiceProps = { access: Access; choices: readonly Access[]; onChoose: (access: Access) => void }

/** Who may come: cards of which one is chosen, with what it means. */
export function AccessChoice({ access, choices, onChoose }: AccessChoiceProps) {
  const say = roomWords().make
  const group = useId()
  return (
    <fieldset class="access-choice">
      <legend class="group-label">{say.access}</legend>
      {choices.map((one) => (
        <label key={one} class="access-card">
          <input
            type="radio"
            class="covering"
            name={group}
            checked={one === access}
            aria-describedby={`${group}-${one}`}
            onChange={() => onChoose(one)}
          />
          <LateIcon name={faces[one]} />
          <span class="access-words">
            <span class="access-name">{say.accesses[one]}</span>
            <span class="fine-print access-note" id={`${group}-${one}`}>
              {say.accessNotes[one]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export const accessIcon = (access: Access): AnyIconName => faces[access]

/** Twelve hues, as names have them (web/styles/base.css). */
const HUES = 12
const hues = Array.from({ length: HUES }, (_, at) => 15 + 30 * at)

type AccentChoiceProps = { accent: number | null; onChoose: (accent: number | null) => void }

/** The colour of a room: that of the house, or a hue. One tab stop, arrows choose. */
export function AccentChoice({ accent, onChoose }: AccentChoiceProps) {
  const say = roomWords().make
  const group = useId()
  const own = accent !== null && !hues.includes(accent) ? [accent] : []
  return (
    <fieldset class="accent-choice">
      <legend class="group-label">{say.accent}</legend>
      <div class="swatches">
        {[null, ...own, ...hues].map((hue) => (
          <label
            key={hue ?? 'house'}
            class={hue === null ? 'swatch swatch-house' : 'swatch'}
            title={hueName(hue)}
            style={hue === null ? undefined : { '--mark-hue': String(hue) }}
          >
            <input
              type="radio"
              class="covering"
              name={group}
              checked={hue === accent}
              aria-label={hueName(hue)}
              onChange={() => onChoose(hue)}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function hueName(hue: number | null): string {
  const say = roomWords().make
  return hue === null ? say.house : (say.hues[hues.indexOf(hue)] ?? `${hue}°`)
}

/** Whether the server asks pages that people link to. What is said in private is not told to them unless the owner wants it. */
export function CardsCheck({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const say = roomWords().settings
  const id = useId()
  return (
    <label class="room-check">
      <input
        type="checkbox"
        checked={on}
        aria-describedby={id}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="access-words">
        <span class="access-name">{say.cards}</span>
        <span class="fine-print" id={id}>
          {say.cardsNote}
        </span>
      </span>
    </label>
  )
}

export const titleMost: number = limits.roomNameChars
export const topicMost: number = limits.topicChars
