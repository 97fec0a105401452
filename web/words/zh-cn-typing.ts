// Words of who is writing. This object is the type: en-typing.ts must satisfy it.
const endsInHan = (name = ''): boolean => /[\p{Script=Han}」]$/u.test(name)

export const zhCNTyping = {
  /** Before what they do; a name in letters gets its gap by `write`. */
  names: (names: readonly string[]) => names.join('、'),
  write: (names: readonly string[]) => `${endsInHan(names.at(-1)) ? '' : ' '}正在输入…`,
  several: '好几个人正在输入…',
}

export type TypingWords = typeof zhCNTyping
