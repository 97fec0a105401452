import { zhCNActions } from './zh-cn-actions.ts'
import { zhCNLog } from './zh-cn-log.ts'
import { zhCNTyping } from './zh-cn-typing.ts'

const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

/** No line ends between a Chinese word and a Latin one of the same name. */
const unbroken = (name: string): string => name.replace(/(\p{sc=Han}) (?=\w)/gu, '$1\u00a0')

// 「」 for names, full-width punctuation, no space typed between Chinese and Latin (client.md 9). This object is the
// type: en.ts must satisfy it.
export const zhCN = {
  number: n,
  skipToLog: '跳到消息',
  skipToComposer: '跳到输入框',
  close: '关闭',
  cancel: '取消',
  noStorage: '浏览器没有保存你的身份，这次以访客聊天。',
  /** What the server refuses has its words in zh-cn-refusals.ts. */
  refused: { unreachable: '现在连不上服务器，请稍后再试。' },
  people: {
    region: '聊天室里的人',
    heading: '在线',
    count: (count: number) => `${n(count)} 人`,
    onlineNow: '在线',
    notConnected: '未连接',
    goIn: '进入聊天',
    filter: '找人',
    filterHint: '找人，可用拼音',
    clearFilter: '清空',
    joinedAt: (time: string) => `${time} 登录`,
    nobodyFound: (query: string) => `没有找到「${query}」。`,
    alone: '只有你一个人。把链接发给朋友？',
    nobody: '还没有人。把链接发给朋友？',
    aloneInside: '现在只有你在。',
    tooMany: '人太多了，这里只显示人数。',
    open: (count: number) => `查看在线的人，共 ${n(count)} 人`,
    classic: '经典版',
    owner: '房主',
    houseOwner: '站主',
    absent: '不在',
    fold: '收起名单',
    unfold: '展开名单',
    rename: '改名字和茶碗',
  },
  enter: {
    welcome: (room: string) => `欢迎来到「${unbroken(room)}」，你的名字是`,
    chooseTitle: (room: string) => `欢迎来到「${unbroken(room)}」，你想叫什么`,
    renameTitle: '改名字和茶碗',
    nameLabel: '名字',
    bowls: '选一只茶碗',
    bowl: (at: number) => `茶碗 ${n(at)}`,
    go: '进入聊天',
    save: '保存',
    saved: '名字和茶碗已更新',
    shuffle: '换一个',
    own: '自己取个名字',
    proposed: '用随机的名字',
    look: '先看看再说',
    take: (other: string) => `改用「${other}」`,
    empty: '名字还空着。',
    tooLong: (limit: number) => `名字最多 ${n(limit)} 个字。`,
  },
  settings: { open: '设置' },
  card: {
    boot: '暂时连不上聊天室。',
    bootIn: (seconds: number) => `${n(seconds)} 秒后自动重试。`,
    retry: '立即重试',
    stopped: '连接已断开。',
    reconnect: '重新连接',
  },
  header: { skips: '跳过', search: '搜索消息' },
  update: { ready: '有新版本', refresh: '刷新' },
  log: zhCNLog,
  spoilerHeard: '隐藏的内容',
  actions: zhCNActions,
  typing: zhCNTyping,
  endQuiet: '关闭勿扰',
  openEmoji: '表情',
}

export type Words = typeof zhCN
