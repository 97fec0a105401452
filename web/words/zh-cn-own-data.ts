// Words of "My data", loaded with its dialog. This object is the type: en-own-data.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNOwnData = {
  title: '我的数据',
  noUndo: '删除后无法恢复。',
  export: {
    title: '导出这个聊天室',
    about: (room: string) =>
      `「${room}」到现在为止的全部消息：谁、什么时候、说了什么，编辑后的内容、回复和表情。撤回和删除的只剩一行说明。里面也有别人的话，请妥善保管。`,
    html: '网页文件',
    htmlNote: '用浏览器就能看，不用联网',
    ndjson: '数据文件',
    ndjsonNote: 'NDJSON，每行一条，给程序用',
    zip: '完整存档',
    zipNote: 'ZIP，连同所有图片和文件',
    begun: '已开始下载。',
    tooFast: (minutes: number) => `导出得太频繁了，${n(minutes)} 分钟后再试。`,
    why: { login_first: '没能导出，进入聊天室后再试', not_found: '这个聊天室已经不在了' },
  },
  erase: {
    title: '删除我的消息',
    about: '你说过的话对所有人消失，只留下「已删除」的字样。',
    here: '在这个聊天室',
    everywhere: '在所有聊天室',
    askHere: (room: string) => `删除你在「${room}」的全部消息？`,
    askEverywhere: '删除你在所有聊天室的全部消息？',
    what: [
      '每条消息的位置会留下一行「已删除」，时间和你的名字还在。',
      '别人的回复会留下，引用的地方显示原消息已不在。',
      '已经被转发、导出或复制的内容不会跟着消失。',
      '消息多时要花一点时间，可以先关掉这个窗口。',
    ],
    go: '全部删除',
    begun: '正在开始…',
    running: (done: number, of: number) => `正在删除，已完成 ${n(done)}/${n(of)}`,
    over: (count: number) => (count === 0 ? '没有需要删除的消息。' : `已删除 ${n(count)} 条消息。`),
  },
  leave: {
    title: '删除我',
    about: '忘掉你是谁：名字、茶碗、登录和你说过的话。',
    open: '删除我',
    ask: '确定删除你的身份和全部消息？',
    what: [
      '你的全部消息都会删除，表情和置顶会收回。',
      '留下的「已删除」字样不再有你的名字。',
      '名字立刻空出来，别人可以使用。',
      '你会在所有设备上退出，这台设备上的草稿和未发送的消息也会清除。',
      '别人说过的话会留下，里面提到你的名字也会留下。',
      '别人转发过的话会留下，但不再署你的名字。',
    ],
    go: '删除我',
    leaving: '正在删除…',
    over: '你的资料已删除。',
  },
}

export type OwnDataWords = typeof zhCNOwnData
