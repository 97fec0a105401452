export const zhCNInvite = {
  open: '邀请',
  openMenu: '邀请别人',
  title: (room: string) => `邀请别人来「${room}」`,
  how: {
    open: '让对方扫一扫，或者把链接发过去，打开就能来。',
    link: '让对方扫一扫，或者把链接发过去，拿到链接就能来。',
    private: '这里仅成员可进，光有链接进不来。先把人加进来，再把链接发过去。',
  },
  thisMachine: '这个网址只有这台电脑能打开。想让别人来，先换成启动时显示的局域网网址，再来邀请。',
  code: (room: string) => `二维码，内容是「${room}」的链接`,
  share: '分享…',
  copy: '复制链接',
  copied: '链接已复制',
  notCopied: '没能复制。选中链接来复制吧。',
  add: '加人',
}
export type InviteWords = typeof zhCNInvite
