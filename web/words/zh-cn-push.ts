// Words of what goes on without the page: pushes, and the page as a program. This object is the type: en-push.ts must satisfy it.
export const zhCNPush = {
  setting: '页面关闭后',
  choices: { on: '也通知', off: '不通知' },
  note: '由浏览器厂商的推送服务送达，内容是加密的。',
  unavailable: '页面关闭后不会通知：这个浏览器或服务器不支持推送。',
  unreachable: '暂时收不到：连不上浏览器厂商的推送服务。',
  ios: '在 iPhone 和 iPad 上：先点「分享」，选「添加到主屏幕」，再从主屏幕打开，就能开启通知了。',
  install: {
    prompt: '安装到这台设备',
    byHand: '添加到主屏幕',
    how: '点浏览器的「分享」，再选「添加到主屏幕」。之后可以像应用一样打开，也能收通知。',
  },
}

export type PushWords = typeof zhCNPush
