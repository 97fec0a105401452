// Words of the cards of links, which come late. This object is the type: en-cards.ts must satisfy it.
export const zhCNCards = {
  /** What a screen reader hears of a card. */
  label: (title: string, host: string) => `链接卡片：${title}，${host}`,
  plain: (host: string) => `链接：${host}`,
  loading: '正在读取链接…',
  remove: '移除卡片',
  removed: '卡片已移除，这条消息不再显示卡片。',
  notRemoved: '卡片没能移除，请稍后再试。',
  fold: '收起卡片',
  unfold: (host: string) => `展开 ${host} 的卡片`,
  show: '展开',
}

export type CardWords = typeof zhCNCards
