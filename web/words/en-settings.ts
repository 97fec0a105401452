import type { SettingsWords } from './zh-cn-settings.ts'

export const enSettings: SettingsWords = {
  title: 'Settings',
  theme: 'Theme',
  themes: { auto: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  sendKey: 'Send with',
  sendKeys: { auto: 'Auto', enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
  sendKeyNote: 'Auto: Enter sends where there’s a keyboard, the button on touch.',
  joinLines: 'Who comes and goes',
  joinLineChoices: { all: 'All', folded: 'Folded', off: 'Hidden' },
  announcer: 'Screen reader hears',
  announcerChoices: { all: 'All', mine: 'About me', off: 'Nothing' },
  motion: 'Motion',
  motions: { auto: 'System', reduced: 'Reduced' },
  shortcuts: 'Keyboard shortcuts',
  ownData: 'My data',
}
