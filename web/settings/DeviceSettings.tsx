import { preferences } from '#web/store/preferences.ts'
import { entered } from '#web/store/session.ts'
import { settingsWords } from '#web/words/settings.ts'
import { NotificationSettings } from './AttentionSettings.tsx'
import { Choices } from './Choices.tsx'
import { InstallEntry } from './InstallEntry.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

/** What is this device's own: whether it goes with the others, whether it may notify, whether the page is one of its programs. */
export function DeviceSettings() {
  const { groups, devices } = settingsWords()
  return (
    <SettingsGroup title={groups.device}>
      {/* Who only looks has no other devices. */}
      {entered.value && (
        <Choices
          name="devices"
          label={devices.setting}
          options={devices.choices}
          note={devices.notes[preferences.value.devices]}
        />
      )}
      <NotificationSettings />
      <InstallEntry />
    </SettingsGroup>
  )
}
