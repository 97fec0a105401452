import { useId } from 'preact/hooks'
import { choices, choose, type Preferences, preferences } from '#web/store/preferences.ts'

export type ChoicesProps<K extends keyof Preferences> = {
  name: K
  label: string
  options: Readonly<Record<Preferences[K], string>>
  note?: string
  inOwnLanguage?: boolean
  /** Hears a choice that was just made. */
  onChosen?: (value: Preferences[K]) => void
}

/** One preference, all that may be chosen side by side. */
export function Choices<K extends keyof Preferences>(props: ChoicesProps<K>) {
  const { name, label, options, note, inOwnLanguage, onChosen } = props
  const group = useId()
  const pick = (value: Preferences[K]) => {
    choose(name, value)
    onChosen?.(value)
  }
  return (
    <fieldset class="choices" aria-describedby={note ? `${group}-note` : undefined}>
      <legend class="group-label">{label}</legend>
      <div class="segments">
        {choices[name].map((key) => (
          <label key={key} class="segment" lang={inOwnLanguage ? key : undefined}>
            <input
              type="radio"
              class="covering"
              name={group}
              checked={preferences.value[name] === key}
              onChange={() => pick(key)}
            />
            <span>{options[key]}</span>
          </label>
        ))}
      </div>
      {note && (
        <p class="choices-note" id={`${group}-note`}>
          {note}
        </p>
      )}
    </fieldset>
  )
}
