// Words of settings and notifications that come with what they are for. This object is the type: en-attention.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNAttention = {
  typing: {
    setting: '我正在输入时',
    choices: { on: '让别人看到', off: '不让别人看到' },
  },
  quiet: {
    setting: '勿扰',
    choices: { off: '关闭', on: '开启' },
    note: '开启后没有提示音和通知，标题和图标也不变。',
  },
  sound: {
    setting: '提示音',
    choices: { off: '关闭', mentions: '提到我', all: '所有消息' },
    note: '正看着最新消息时不会响。',
  },
  notify: {
    setting: '通知',
    choices: { off: '关闭', mentions: '提到我', all: '所有消息' },
    note: '看着这个页面时不会通知。',
    content: '通知里的内容',
    contents: { full: '显示消息', hidden: '只说有消息' },
    ask: '有人提到你时，要通知你吗？',
    allow: '通知我',
    later: '不用了',
    turnOn: '开启通知',
    turnOnNote: '浏览器会再问你一次。',
    denied: '浏览器不允许这个网站发通知，要先在浏览器的网站设置里打开。',
    unavailable: '这个浏览器在这里发不了通知。',
    who: (name: string, room: string) => `${name}（${room}）`,
    mentioned: '提到了你',
    wrote: '发来了新消息',
    several: (count: number, forMe: number) => `${n(count)} 条新消息${forMe > 0 ? `，${n(forMe)} 条提到你` : ''}`,
  },
}

export type AttentionWords = typeof zhCNAttention
