// Words of what stands at a message: what it answers, who reacted, that it was edited. This object is the type: en-actions.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)
/** A name before Chinese words: one that ends in Latin letters keeps a space. Behind them it does where it begins so. */
const before = (name: string): string => (/[\p{Script=Han}」]$/u.test(name) ? name : `${name} `)

const behind = (name: string): string => (/^[\p{Script=Han}「]/u.test(name) ? name : ` ${name}`)

export const zhCNActions = {
  react: '表情回应',
  forwardedFrom: (name: string) => `转发自${behind(name)}`,
  reactions: '表情回应',
  /** Who reacted, oneself as 我; `count` of them, of whom `names` are known. */
  reactedBy: (names: readonly string[], count: number) =>
    count > names.length ? `${before(names.join('、'))}等 ${n(count)} 人` : names.join('、'),
  reactionLabel: (emoji: string, who: string) => `${emoji}，${who}`,
  quote: (name: string) => `查看${behind(before(name))}的原消息`,
  quoteOf: (name: string, text: string) => `回复${behind(before(name))}的「${text}」`,
  quoteGone: '原消息已不在',
  quoteIgnored: '已屏蔽的消息',
  quoteLoading: '正在加载原消息…',
  save: '保存',
  edited: '已编辑',
  editedAt: (time: string) => `编辑于 ${time}`,
  pinned: '已置顶',
  pins: '置顶消息',
  jumpToDate: '跳到某一天',
  dayLabel: (day: string) => `${day}，跳到别的日期`,
}

export type ActionWords = typeof zhCNActions
