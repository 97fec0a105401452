// Words for people and what becomes of a room, which come late. This object is the type: en-persons.ts must satisfy it.
import { before, behind, between, n, firstTwo as several } from './zh-cn-names.ts'

export const zhCNPersons = {
  you: '你',
  /** In the middle of a sentence. */
  youToo: '你',
  card: {
    absent: '现在不在',
    /** In the menu of a message. */
    open: (name: string) => `查看${behind(name)}`,
    mention: '提到',
    chat: '私聊',
    group: '多人私聊',
    ignore: '屏蔽',
    unignore: '取消屏蔽',
    refuse: '拒绝私聊',
    unrefuse: '允许私聊',
    add: '添加为成员',
    remove: '移出聊天室',
    ban: '封禁',
    pardon: '解除封禁',
    handOver: '移交聊天室',
    ignoredNote: '你屏蔽了这个人的消息。',
    refusedNote: '这个人不能和你私聊，也不能拉你进聊天室。',
  },
  handOver: {
    ask: (name: string) => `把聊天室移交给${behind(name)}？`,
    what: '对方会成为房主，你变成普通成员。只有对方能再移交给你。',
    go: '移交',
  },
  /** Lines of the log. Each name stands between the signs of an isolate. */
  notices: {
    titled: (who: string, title: string) => `${before(who)}把标题改为「${title}」`,
    topic: (who: string, topic: string) => `${before(who)}把话题改为「${topic}」`,
    noTopic: (who: string) => `${before(who)}去掉了话题`,
    accent: (who: string) => `${before(who)}换了聊天室的颜色`,
    noAccent: (who: string) => `${before(who)}换回了原来的颜色`,
    open: (who: string) => `${before(who)}公开了聊天室，谁都可以来`,
    link: (who: string) => `${before(who)}改成了有链接才能来`,
    archived: (who: string) => `${before(who)}归档了聊天室，现在只能查看`,
    unarchived: (who: string) => `${before(who)}重新打开了聊天室`,
    added: (by: string, names: readonly string[], count: number) =>
      `${before(by)}添加了${behind(several(names, count))}`,
    left: (_by: string, names: readonly string[], count: number) => `${before(several(names, count))}退出了聊天室`,
    removed: (by: string, names: readonly string[], count: number) =>
      `${before(by)}把${between(several(names, count))}移出了聊天室`,
    banned: (by: string, names: readonly string[], count: number) =>
      `${before(by)}封禁了${behind(several(names, count))}`,
    pardoned: (by: string, names: readonly string[], count: number) =>
      `${before(by)}解除了对${between(several(names, count))}的封禁`,
    owner: (by: string, names: readonly string[], count: number) =>
      `${before(by)}把聊天室移交给了${behind(several(names, count))}`,
  },
  ignored: {
    line: (count: number) => `已屏蔽 ${n(count)} 条消息`,
    show: '显示',
  },
  done: {
    removed: (name: string) => `已把${between(name)}移出聊天室`,
    banned: (name: string) => `已封禁${behind(name)}`,
    added: (name: string) => `已添加${behind(name)}`,
    addedSome: (count: number) => `已添加 ${n(count)} 人`,
    pardoned: (name: string) => `已解除对${between(name)}的封禁`,
    handedOver: (name: string) => `${before(name)}现在是房主`,
    ignored: (name: string) => `已屏蔽${behind(name)}，对方不会知道`,
    unignored: (name: string) => `已取消屏蔽${behind(name)}`,
    refused: (name: string) => `已拒绝${between(name)}的私聊，对方不会知道`,
    unrefused: (name: string) => `已允许${between(name)}私聊`,
    undo: '撤销',
  },
  /** What did not work; a reason stands behind it. */
  failed: {
    remove: '没能移出',
    ban: '没能封禁',
    add: '没能添加',
    pardon: '没能解除封禁',
    handOver: '没能移交聊天室',
    mark: '没能保存',
    chat: '没能开始私聊',
    members: '没能加载成员',
  },
  /** Of reasons those that every place has stand in zh-cn-refusals.ts. */
  why: { banned: '对方已被封禁', not_found: '找不到这个人', too_many: '人数已到上限' },
  trouble: (what: string, why: string) => `${what}：${why}。`,
  members: {
    title: '成员',
    people: '聊天的人',
    count: (count: number) => `${n(count)} 人`,
    since: (day: string) => `${day}加入`,
    add: '添加成员',
    banned: '已封禁',
    bannedBy: (name: string, day: string) => `${name} · ${day}`,
    nobodyBanned: '没有人被封禁。',
    more: '显示更多',
    loading: '正在加载成员…',
    retry: '重试',
    open: '查看成员',
    onlyOwner: '这里谁都可以来，不需要成员。',
  },
  picker: {
    chatTitle: '多人私聊',
    addTitle: '添加成员',
    filter: '找人，可用拼音',
    list: '可以选的人',
    startChat: (count: number) => (count > 0 ? `开始私聊（${n(count)} 人）` : '开始私聊'),
    addThem: (count: number) => (count > 0 ? `添加 ${n(count)} 人` : '添加'),
    full: (most: number) => `最多选 ${n(most)} 人。`,
    nobody: '没有可以选的人。和谁在同一个聊天室里，这里就有谁。',
    nobodyFound: (query: string) => `没有找到「${query}」。`,
    looking: '正在找你认识的人…',
    note: '私聊的人以后不能增减。',
  },
  marked: {
    title: '屏蔽和拒绝',
    open: '屏蔽和拒绝的人',
    ignored: '屏蔽的人',
    ignoredNote: '这些人的消息会收起来，不提醒，也不计数。对方不会知道。',
    refused: '拒绝私聊的人',
    refusedNote: '这些人不能和你私聊，也不能拉你进聊天室。对方不会知道。',
    nobodyIgnored: '没有屏蔽任何人。',
    nobodyRefused: '没有拒绝任何人。',
    lift: '移除',
    liftOf: (name: string) => `移除${behind(name)}`,
  },
  claim: {
    setting: '站主',
    note: '这个站还没有站主。启动服务器的终端里有一次性认领码。',
    field: '认领码',
    go: '认领',
    done: '你现在是站主了。',
    wrong: '认领码不对，再看看终端里的那一行。',
    taken: '已经有站主了。',
    tooFast: (seconds: number) => `试得太快了，${n(seconds)} 秒后再试。`,
  },
}

export type PersonWords = typeof zhCNPersons
