import type { ComponentProps } from 'preact'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { openStorage } from '#web/storage/index.ts'
import { entered, me } from '#web/store/session.ts'
import { packWords } from '#web/words/packs.ts'
import { personWords } from '#web/words/persons.ts'
import { settingsWords } from '#web/words/settings.ts'
import { storageWords } from '#web/words/storage.ts'
import { OwnerClaim } from './OwnerClaim.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

export type MoreProps = {
  onClose: () => void
  onShortcuts: () => void
  onOwnData: () => void
  onMarked: () => void
  onPacks: () => void
}

/** Ways to what has a dialog of its own, which takes the place of this one. */
export function MoreLinks({ onClose, onShortcuts, onOwnData, onMarked, onPacks }: MoreProps) {
  const say = settingsWords()
  const openFiles = () => {
    onClose()
    void openStorage()
  }
  return (
    <SettingsGroup title={say.groups.more}>
      <div class="settings-links">
        <Link icon="keyboard" word={say.shortcuts} onClick={onShortcuts} />
        {entered.value && <Link icon="eye-off" word={personWords().marked.open} onClick={onMarked} />}
        {entered.value && <Link icon="file-archive" word={storageWords().title} onClick={openFiles} />}
        <Link icon="download" word={say.ownData} onClick={onOwnData} />
        {me.value?.owner && <Link icon="sticker" word={packWords().owner.title} onClick={onPacks} />}
      </div>
      <OwnerClaim />
    </SettingsGroup>
  )
}

type LinkProps = { icon: ComponentProps<typeof LateIcon>['name']; word: string; onClick: () => void }

function Link({ icon, word, onClick }: LinkProps) {
  return (
    <button type="button" class="list-row settings-link" onClick={onClick}>
      <LateIcon name={icon} />
      <span class="settings-link-word">{word}</span>
      <LateIcon name="chevron-right" size={18} />
    </button>
  )
}
