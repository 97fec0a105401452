// Words of search, which come with its panel. This object is the type: en-search.ts must satisfy it.
import { before, n } from './zh-cn-names.ts'

export const zhCNSearch = {
  title: '搜索',
  field: '搜索这个聊天室的消息',
  hint: '搜消息，一个字也行',
  clear: '清空',
  filters: '筛选',
  from: '发言人',
  date: '日期',
  has: { image: '有图片', file: '有文件', link: '有链接' },
  findPerson: '找人，可用拼音',
  nobody: (query: string) => `没有找到「${query}」。`,
  anyone: '不限发言人',
  since: '从',
  until: '到',
  anyTime: '不限日期',
  sinceDay: (day: string) => `${before(day)}起`,
  untilDay: (day: string) => `${before(day)}止`,
  badRange: '开始的日期在结束之后。',
  tips: '搜以前说过的话',
  tipPhrase: '加上“引号”，就按原样连着找',
  tipPrefix: '词尾加「*」，就找以它开头的词',
  searching: '正在搜索…',
  count: (count: number, more: boolean) => (more ? `${n(count)}+ 条` : `${n(count)} 条`),
  found: (count: number, more: boolean) => (more ? `找到 ${n(count)} 条以上` : `找到 ${n(count)} 条`),
  none: (query: string) => `没有找到「${query}」。`,
  noneAtAll: '没有符合的消息。',
  loosen: '去掉筛选再试试？',
  clearFilters: '去掉筛选',
  failed: '没能搜索。',
  failedMore: '没能加载更多。',
  retry: '重试',
  offline: '网络断开了，恢复后会接着搜。',
  tooManyWords: (most: number) => `最多搜 ${n(most)} 个词，删掉几个试试。`,
  tooLong: (most: number) => `最多搜 ${n(most)} 个字，删短一点试试。`,
  results: '搜索结果',
  end: '没有更多了',
  /** What a screen reader hears for a hit. */
  label: (who: string, when: string, text: string) => `${who}，${when}，${text}`,
}

export type SearchWords = typeof zhCNSearch
