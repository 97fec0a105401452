export { openSettings, openShortcuts, SettingsDialogs } from './SettingsDialogs.tsx'
