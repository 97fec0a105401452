// Words of what goes wrong now and then, and of what one can do. This object is the type.
export const zhCNTrouble = {
  full: '服务器空间不足，暂时只能查看。',
  broken: '页面的这一部分出错了，可能是浏览器扩展引起的。你写的内容还在，刷新页面就能继续。',
  notYet: '还没连上服务器。你写的内容留在输入框里，连上后会自动发出。',
  again: '再试一次',
}

export type TroubleWords = typeof zhCNTrouble
