import { useId } from 'preact/hooks'
import { commandKey } from '#web/kit/command-key.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { choices, choose, type Preferences, preferences } from '#web/store/preferences.ts'
import { type Words, words } from '#web/words/index.ts'

const languages = { 'zh-CN': '简体中文', en: 'English' } as const

/** As this machine's keyboard has them. */
const sendKeys = (named: Words['settings']['sendKeys']) => ({ ...named, 'ctrl-enter': `${commandKey}+Enter` })

/** What a person may choose on this device; every choice shows at once. */
export function SettingsDialog({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const say = words().settings
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="settings">
        <Choices name="theme" label={say.theme} options={say.themes} />
        <Choices name="language" label={say.language} options={languages} inOwnLanguage />
        <Choices name="sendKey" label={say.sendKey} options={sendKeys(say.sendKeys)} note={say.sendKeyNote} />
        <Choices name="joinLines" label={say.joinLines} options={say.joinLineChoices} />
        <Choices name="announcer" label={say.announcer} options={say.announcerChoices} />
        <Choices name="motion" label={say.motion} options={say.motions} />
        <button type="button" class="settings-link" onClick={onShortcuts}>
          <Icon name="keyboard" />
          <span class="settings-link-word">{say.shortcuts}</span>
          <Icon name="chevron-right" size={18} />
        </button>
      </div>
    </Dialog>
  )
}

type ChoicesProps<K extends keyof Preferences> = {
  name: K
  label: string
  options: Readonly<Record<Preferences[K], string>>
  note?: string
  inOwnLanguage?: boolean
}

function Choices<K extends keyof Preferences>({ name, label, options, note, inOwnLanguage }: ChoicesProps<K>) {
  const group = useId()
  return (
    <fieldset class="choices" aria-describedby={note ? `${group}-note` : undefined}>
      <legend>{label}</legend>
      <div class="segments">
        {choices[name].map((key) => (
          <label key={key} class="segment" lang={inOwnLanguage ? key : undefined}>
            <input
              type="radio"
              name={group}
              checked={preferences.value[name] === key}
              onChange={() => choose(name, key)}
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
