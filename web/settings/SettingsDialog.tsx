import { commandKey } from '#web/kit/command-key.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { openStorage } from '#web/storage/index.ts'
import { entered, me } from '#web/store/session.ts'
import { attentionWords } from '#web/words/attention.ts'
import { words } from '#web/words/index.ts'
import { packWords } from '#web/words/packs.ts'
import { personWords } from '#web/words/persons.ts'
import { readingWords } from '#web/words/reading.ts'
import { type SettingsWords, settingsWords } from '#web/words/settings.ts'
import { storageWords } from '#web/words/storage.ts'
import { AttentionSettings } from './AttentionSettings.tsx'
import { Choices } from './Choices.tsx'
import { InstallEntry } from './InstallEntry.tsx'
import { OwnerClaim } from './OwnerClaim.tsx'

const languages = { 'zh-CN': '简体中文', en: 'English' } as const

/** As this machine's keyboard has them. */
const sendKeys = (named: SettingsWords['sendKeys']) => ({ ...named, 'ctrl-enter': `${commandKey}+Enter` })

type SettingsProps = {
  onClose: () => void
  onShortcuts: () => void
  onOwnData: () => void
  onMarked: () => void
  onPacks: () => void
}

/** What a person may choose on this device; every choice shows at once. */
export function SettingsDialog({ onClose, onShortcuts, onOwnData, onMarked, onPacks }: SettingsProps) {
  const say = settingsWords()
  const { typing } = attentionWords()
  const reading = readingWords()
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="settings">
        <Choices name="theme" label={say.theme} options={say.themes} />
        <Choices name="language" label={say.language} options={languages} inOwnLanguage />
        <Choices name="sendKey" label={say.sendKey} options={sendKeys(say.sendKeys)} note={say.sendKeyNote} />
        <Choices name="opensAt" label={reading.opensAt.setting} options={reading.opensAt.choices} />
        <Choices name="typing" label={typing.setting} options={typing.choices} />
        <Choices
          name="receipts"
          label={reading.receipts.setting}
          options={reading.receipts.choices}
          note={reading.receipts.note}
        />
        <AttentionSettings />
        <Choices name="joinLines" label={say.joinLines} options={say.joinLineChoices} />
        <Choices name="announcer" label={say.announcer} options={say.announcerChoices} />
        <Choices name="motion" label={say.motion} options={say.motions} />
        <button type="button" class="list-row settings-link" onClick={onShortcuts}>
          <LateIcon name="keyboard" />
          <span class="settings-link-word">{say.shortcuts}</span>
          <LateIcon name="chevron-right" size={18} />
        </button>
        {entered.value && (
          <button type="button" class="list-row settings-link settings-link-next" onClick={onMarked}>
            <LateIcon name="eye-off" />
            <span class="settings-link-word">{personWords().marked.open}</span>
            <LateIcon name="chevron-right" size={18} />
          </button>
        )}
        {entered.value && <StorageLink onOpen={onClose} />}
        <button type="button" class="list-row settings-link settings-link-next" onClick={onOwnData}>
          <LateIcon name="download" />
          <span class="settings-link-word">{say.ownData}</span>
          <LateIcon name="chevron-right" size={18} />
        </button>
        {me.value?.owner && (
          <button type="button" class="list-row settings-link settings-link-next" onClick={onPacks}>
            <LateIcon name="sticker" />
            <span class="settings-link-word">{packWords().owner.title}</span>
            <LateIcon name="chevron-right" size={18} />
          </button>
        )}
        <OwnerClaim />
        <InstallEntry />
      </div>
    </Dialog>
  )
}

/** What files take has a dialog of its own, which takes the place of this one. */
function StorageLink({ onOpen }: { onOpen: () => void }) {
  const open = () => {
    onOpen()
    void openStorage()
  }
  return (
    <button type="button" class="list-row settings-link settings-link-next" onClick={open}>
      <LateIcon name="file-archive" />
      <span class="settings-link-word">{storageWords().title}</span>
      <LateIcon name="chevron-right" size={18} />
    </button>
  )
}
