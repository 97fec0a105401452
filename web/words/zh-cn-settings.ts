// Words of the settings, loaded with their dialog. This object is the type: en-settings.ts must satisfy it.
export const zhCNSettings = {
  title: '设置',
  groups: { look: '外观', chat: '聊天', attention: '提醒', others: '别人能看到的', device: '这台设备', more: '更多' },
  theme: '主题',
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
  density: '间距',
  densities: { comfortable: '宽松', compact: '紧凑' },
  devices: {
    setting: '它的设置',
    choices: { all: '与其他设备一致', this: '单独设置' },
    notes: {
      all: '上面的选择会立刻用到你的所有设备上。',
      this: '上面的选择只留在这台设备上。改回一致时，以其他设备上的为准。',
    },
  },
  shortcuts: '键盘快捷键',
  ownData: '我的数据',
}

export type SettingsWords = typeof zhCNSettings
