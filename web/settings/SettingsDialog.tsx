import { commandKey } from '#web/kit/command-key.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { attentionWords } from '#web/words/attention.ts'
import { words } from '#web/words/index.ts'
import { readingWords } from '#web/words/reading.ts'
import { type SettingsWords, settingsWords } from '#web/words/settings.ts'
import { AttentionSettings } from './AttentionSettings.tsx'
import { Choices } from './Choices.tsx'
import { DeviceSettings } from './DeviceSettings.tsx'
import { MoreLinks, type MoreProps } from './MoreLinks.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

const languages = { 'zh-CN': '简体中文', en: 'English' } as const

/** As this machine's keyboard has them. */
const sendKeys = (named: SettingsWords['sendKeys']) => ({ ...named, 'ctrl-enter': `${commandKey}+Enter` })

/** What a person may choose; every choice shows at once, here and on its other devices. */
export function SettingsDialog(props: MoreProps) {
  const say = settingsWords()
  return (
    <Dialog title={say.title} close={words().close} onClose={props.onClose}>
      <div class="settings">
        <SettingsGroup title={say.groups.look}>
          <Choices name="theme" label={say.theme} options={say.themes} />
          <Choices name="density" label={say.density} options={say.densities} />
          <Choices name="motion" label={say.motion} options={say.motions} />
          <Choices name="language" label={say.language} options={languages} inOwnLanguage />
        </SettingsGroup>
        <ChatSettings />
        <SettingsGroup title={say.groups.attention}>
          <AttentionSettings />
        </SettingsGroup>
        <OthersSettings />
        <DeviceSettings />
        <MoreLinks {...props} />
      </div>
    </Dialog>
  )
}

function ChatSettings() {
  const say = settingsWords()
  const { opensAt } = readingWords()
  return (
    <SettingsGroup title={say.groups.chat}>
      <Choices name="sendKey" label={say.sendKey} options={sendKeys(say.sendKeys)} note={say.sendKeyNote} />
      <Choices name="opensAt" label={opensAt.setting} options={opensAt.choices} />
      <Choices name="joinLines" label={say.joinLines} options={say.joinLineChoices} />
      <Choices name="announcer" label={say.announcer} options={say.announcerChoices} />
    </SettingsGroup>
  )
}

function OthersSettings() {
  const { typing } = attentionWords()
  const { receipts } = readingWords()
  return (
    <SettingsGroup title={settingsWords().groups.others}>
      <Choices name="typing" label={typing.setting} options={typing.choices} />
      <Choices name="receipts" label={receipts.setting} options={receipts.choices} note={receipts.note} />
    </SettingsGroup>
  )
}
