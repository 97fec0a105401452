// Words of the settings, loaded with their dialog. This object is the type: en-settings.ts must satisfy it.
export const zhCNSettings = {
  title: '设置',
  theme: '外观',
  themes: { auto: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  sendKey: '发送键',
  sendKeys: { auto: '自动', enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
  sendKeyNote: '自动：有键盘时按 Enter 发送，触屏时用按钮发送。',
  joinLines: '进出提示',
  joinLineChoices: { all: '全部', folded: '合并', off: '不显示' },
  announcer: '读屏播报',
  announcerChoices: { all: '全部', mine: '与我有关', off: '关闭' },
  motion: '动画',
  motions: { auto: '跟随系统', reduced: '减少' },
  shortcuts: '键盘快捷键',
  ownData: '我的数据',
}

export type SettingsWords = typeof zhCNSettings
