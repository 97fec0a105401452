// Words of the cards that stand in place of the log, and of rooms that are shut. This object is the type.
export const zhCNState = {
  sessionOver: '登录已过期，请重新进入。',
  comeIn: '重新进入',
  copyUnsent: (count: number) => `复制未发送的 ${new Intl.NumberFormat('zh-CN').format(count)} 条消息`,
  unsentCopied: '已复制',
  unsentNotCopied: '没能复制',
  banned: '你已被移出这个聊天室。',
  openElsewhere: '你已在另一处打开，这里先暂停。',
  useHere: '继续使用',
  flood: '发送得太频繁，连接已断开。休息一下再回来。',
  outdated: '有新版本，请刷新页面。',
  refresh: '刷新',
  noRoom: '没有这个聊天室。',
  noRoomNote: '也可能它不对你开放。',
  badRoom: '聊天室不能用这个地址。',
  roomsTooFast: '新建聊天室太频繁，请稍后再试。',
  roomBanned: '你已被封禁，不能再来这个聊天室。',
  roomRemoved: '你已被移出这个聊天室。',
  roomLeft: '你已离开这个聊天室。',
  comeBack: '回到聊天室',
  toLobby: '去大厅',
  archived: '聊天室已归档，只能查看。',
}

export type StateWords = typeof zhCNState
