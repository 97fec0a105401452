// Words of the log, the composer and attention. This object is the type: en-log.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNLog = {
  region: '消息',
  loading: '正在进入聊天室…',
  start: '已经到最早的消息了',
  loadError: '消息没能加载出来。',
  retry: '重试',
  empty: '还没有人说话，打个招呼吧。',
  unreadLine: '以下是新消息',
  today: '今天',
  yesterday: '昨天',
  expand: '展开全文',
  collapse: '收起',
  me: '我',
  /** What a screen reader hears for a message: who, when, what, how it stands. */
  label: (who: string, time: string, text: string, state: string) =>
    `${who}，${time}，${text}${state ? `，${state}` : ''}`,
  /** An answer, after what it answers. */
  withQuote: (quote: string, text: string) => `${quote}：${text}`,
  joined: (parts: readonly string[]) => parts.join('，'),
  waiting: '等待发送',
  stored: '已发送',
  notSent: '未发送',
  composer: {
    region: '写消息',
    label: '消息',
    placeholder: '说点什么…',
    attach: '添加',
    send: '发送',
    over: (count: number) => `超出 ${n(count)} 字`,
    count: (now: number, most: number) => `${n(now)}/${n(most)}`,
  },
}

export type LogWords = typeof zhCNLog
