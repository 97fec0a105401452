import type { SettingsWords } from './zh-cn-settings.ts'

export const enSettings: SettingsWords = {
  title: 'Settings',
  groups: {
    look: 'Look',
    chat: 'Chat',
    attention: 'Alerts',
    others: 'What others see',
    device: 'This device',
    more: 'More',
  },
  theme: 'Theme',
  themes: { auto: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  sendKey: 'Send with',
  sendKeys: { auto: 'Auto', enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
  sendKeyNote: 'Auto: Enter sends where there’s a keyboard, the button on touch.',
  joinLines: 'Joins and leaves',
  joinLineChoices: { all: 'All', folded: 'Folded', off: 'Hidden' },
  announcer: 'Screen reader',
  announcerChoices: { all: 'All', mine: 'For me', off: 'Off' },
  motion: 'Motion',
  motions: { auto: 'System', reduced: 'Reduced' },
  density: 'Spacing',
  densities: { comfortable: 'Roomy', compact: 'Compact' },
  devices: {
    setting: 'Its settings',
    choices: { all: 'Same as my others', this: 'Its own' },
    notes: {
      all: 'Your choices above apply to all your devices at once.',
      this: 'Your choices above stay on this device. Switch back, and it takes what your others have.',
    },
  },
  shortcuts: 'Keyboard shortcuts',
  ownData: 'My data',
}
