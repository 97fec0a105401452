// Words of what one has read and hears of, which come when the page is idle. This object is the type: en-reading.ts must satisfy it.
import { before, listed, n } from './zh-cn-names.ts'

const capped = (count: number): string => (count > 99 ? '99+' : n(count))

export const zhCNReading = {
  level: {
    /** The bell in the header. */
    button: (chosen: string) => `消息提醒：${chosen}`,
    title: '这个聊天室的消息提醒',
    choices: { all: '所有消息', mentions: '提到我的', none: '不提醒' },
    notes: {
      all: '每条消息都提醒',
      mentions: '有人提到我或回复我时提醒',
      none: '没有提示音、通知和数字',
    },
    byDefault: '默认',
    quiet: '勿扰已开启，现在什么都不会响。',
  },
  mentions: {
    /** Messages for the reader that were not seen; press to go to the next. */
    pill: (count: number) => `${capped(count)} 条提到你`,
    next: (count: number) => `跳到下一条提到你的消息，还有 ${n(count)} 条`,
    dismiss: '全部标为已读',
  },
  receipts: {
    setting: '已读回执',
    choices: { on: '开启', off: '关闭' },
    note: '只用于私聊。关闭后别人看不到你读到哪里，你也看不到别人的。',
    read: '已读',
    readBy: (names: readonly string[]) => `${before(listed(names))}已读`,
  },
  opensAt: {
    setting: '打开聊天室时',
    choices: { latest: '最新', unread: '第一条未读' },
  },
  everybody: '提到所有人',
  everybodyNote: (people: number) => `提醒这里的 ${n(people)} 人`,
  /** Why @all was not sent. */
  allTooMany: (most: number) => `超过 ${n(most)} 人时，只有房主能提到所有人`,
  allTooSoon: (minutes: number) => `刚刚有人提到过所有人，${n(minutes)} 分钟后才能再用`,
}

export type ReadingWords = typeof zhCNReading
