// Words of what comes when the page is idle. This object is the type: en-late.ts must satisfy it.
import { before, behind, firstTwo, n } from './zh-cn-names.ts'

export const zhCNLate = {
  banner: {
    offline: '网络已断开。消息会在恢复后自动发送。',
    lost: (seconds: number) => `连接中断，${n(seconds)} 秒后重试`,
    lostNow: '连接中断，正在重新连接…',
    retryNow: '立即重试',
    restarting: '服务器正在重启，马上回来。',
    busy: '现在人很多，正在自动重试。',
    back: '已恢复连接',
  },
  lines: {
    came: (names: readonly string[], count: number) => `${before(firstTwo(names, count))}加入了聊天室`,
    went: (names: readonly string[], count: number) => `${before(firstTwo(names, count))}离开了聊天室`,
    renamed: (from: string, to: string) => `${before(from)}改名为${behind(to)}`,
    unfold: '展开',
    fold: '收起',
  },
  why: {
    expired: '过了 10 分钟还没发出去',
    restored: '备份里没有它',
    login_first: '要先取个名字',
    not_found: '这个聊天室已经不在了',
    forbidden: '你现在不能在这里发言',
    empty: '没有看得见的字',
    too_long: '字数超出了上限',
    bad_text: '有些字符没法显示',
    bad_field: '服务器没看懂，刷新页面再试',
    client_id_conflict: '编号和别的消息重复了',
    rate_limited: '发得太快了',
    busy: '现在人很多',
    storage_full: '服务器空间不足',
    draining: '服务器正在重启',
    unavailable: '服务暂时不可用',
    internal: '服务器出了问题',
    closed: '聊天室已归档',
    banned: '你已被封禁，不能再来这个聊天室',
    removed: '你已被移出这个聊天室',
    refused: '对方不接收你的消息',
    other: '服务器没有接受',
  },
  announce: {
    message: (who: string, text: string) => `${who}：${text}`,
    several: (count: number, forMe: number) =>
      forMe > 0 ? `${n(count)} 条新消息，${n(forMe)} 条提到你` : `${n(count)} 条新消息`,
    notSent: (text: string) => `未发送：${text}`,
    lost: '连接中断，正在重试',
    offline: '网络已断开',
    back: '已恢复连接',
  },
}

export type LateWords = typeof zhCNLate
