// Words of what stands in a message, and of writing it. This object is the type: en-text.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNText = {
  spoiler: '隐藏的内容，点开查看',
  code: (language: string) => (language ? `代码，${language}` : '代码'),
  allLines: (count: number) => `展开全部 ${n(count)} 行`,
  copyCode: '复制代码',
  codeCopied: '代码已复制',
  codeNotCopied: '没能复制，请选中后复制。',
  /** The list over the text field. */
  lists: { people: '提到谁', emoji: '表情', command: '命令' },
  found: (count: number) => `${n(count)} 个候选，用上下键选择`,
  commands: {
    me: '用第三人称说自己在做什么',
    shrug: '耸耸肩',
    spoiler: '先藏起来，点开才看得到',
    code: '贴一段代码',
    invite: '邀请别人进来',
    help: '打开快捷键表',
  },
}

export type TextWords = typeof zhCNText
