// Words of forwarding, which come with its dialog and with the first forwarded message. This object is the type: en-forward.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNForward = {
  title: '转发到',
  /** Above a forwarded message, before whose it was, where and when. */
  from: '转发自',
  find: '找聊天室',
  findHint: '找聊天室，可用拼音',
  clear: '清空',
  rooms: '聊天室',
  none: (query: string) => `没有找到「${query}」。`,
  noRooms: '还没有别的聊天室可以转发。',
  loading: '正在加载聊天室…',
  here: '当前',
  private: '仅成员',
  most: (most: number) => `一次最多转发到 ${n(most)} 个聊天室。`,
  note: '会以你的名义发出。转发后不能撤销，但可以去那里撤回或删除。',
  go: (count: number) => (count > 1 ? `转发到 ${n(count)} 个聊天室` : '转发'),
  sending: '正在转发…',
  sent: '已转发',
  again: '再试一次',
  doneIn: (room: string) => `已转发到「${room}」`,
  doneInMany: (count: number) => `已转发到 ${n(count)} 个聊天室`,
  look: '去看看',
  partly: (sent: number, failed: number) =>
    sent > 0 ? `已转发 ${n(sent)} 个，${n(failed)} 个没有成功。` : '没有转发成功。',
  why: {
    not_found: '这个聊天室或消息已经不在了',
    forbidden: '你不能在那里发言',
    refused: '对方不接收你的消息',
    banned: '你已被封禁，不能再去那个聊天室',
    closed: '聊天室已归档',
    too_long: '字数超出了上限',
    rate_limited: '发得太快了，稍等一下',
    busy: '现在人很多，稍等一下',
    storage_full: '服务器空间不足',
    login_first: '要先取个名字',
    lost: '现在连不上服务器',
    other: '没有成功',
  },
}

export type ForwardWords = typeof zhCNForward
