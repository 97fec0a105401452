// Words of the emoji panel. This object is the type: en-emoji.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNEmoji = {
  title: '表情',
  search: '搜表情',
  searchHint: '搜表情：中文、拼音、英文',
  clear: '清空',
  tabs: '分类',
  groups: {
    recent: '最近用过',
    often: '常用',
    smileys: '笑脸与情感',
    people: '人物与手势',
    nature: '动物与自然',
    food: '食物与饮料',
    travel: '出行与活动',
    objects: '物品',
    symbols: '符号',
    flags: '旗帜',
  },
  results: '搜到的表情',
  /** `first` is what Enter takes. */
  found: (count: number, first: string) => `找到 ${n(count)} 个表情，第一个是${first}`,
  none: (query: string) => `没有找到「${query}」`,
  noneHint: '换个词试试，中文、拼音、英文都行。',
  loading: '正在加载表情…',
  loadError: '表情没能加载出来。',
  retry: '重试',
  tone: '肤色',
  tones: ['默认肤色', '较浅肤色', '中等偏浅肤色', '中等肤色', '中等偏深肤色', '较深肤色'] as [
    string,
    string,
    string,
    string,
    string,
    string,
  ],
}

export type EmojiWords = typeof zhCNEmoji
