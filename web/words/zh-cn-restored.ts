const n = (count: number): string => new Intl.NumberFormat('zh-CN').format(count)

// This object is the type: en-restored.ts must satisfy it.
export const zhCNRestored = {
  /** Where the browser has no room, or keeps nothing. */
  unkept: '浏览器存不下未发送的消息，发出之前别关闭这个页面。',
  tooManyUnsent: '等着发送的消息太多了，这条还在输入框里。等连上发出一些，或删掉几条没发出的，再发一次。',
  since: (time: string) => `聊天记录已从备份恢复，${time} 之后的消息可能不全。`,
  unknown: '聊天记录已从备份恢复，最近的消息可能不全。',
  lost: (count: number) => `你有 ${n(count)} 条消息不在里面`,
  sendAgain: (count: number): string => (count === 1 ? '重发' : '全部重发'),
}

export type RestoredWords = typeof zhCNRestored
