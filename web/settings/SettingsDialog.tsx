import { commandKey } from '#web/kit/command-key.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { attentionWords } from '#web/words/attention.ts'
import { type Words, words } from '#web/words/index.ts'
import { AttentionSettings } from './AttentionSettings.tsx'
import { Choices } from './Choices.tsx'

const languages = { 'zh-CN': '简体中文', en: 'English' } as const

/** As this machine's keyboard has them. */
const sendKeys = (named: Words['settings']['sendKeys']) => ({ ...named, 'ctrl-enter': `${commandKey}+Enter` })

/** What a person may choose on this device; every choice shows at once. */
export function SettingsDialog({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const say = words().settings
  const { typing } = attentionWords()
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="settings">
        <Choices name="theme" label={say.theme} options={say.themes} />
        <Choices name="language" label={say.language} options={languages} inOwnLanguage />
        <Choices name="sendKey" label={say.sendKey} options={sendKeys(say.sendKeys)} note={say.sendKeyNote} />
        <Choices name="typing" label={typing.setting} options={typing.choices} />
        <AttentionSettings />
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
