// How names stand in Chinese sentences, for the words that come late. (What is in the first load has its own: a file that
// both needed would be one more request of it.)
const number = new Intl.NumberFormat('zh-CN')

export const n = (count: number): string => number.format(count)

/** Before Chinese words: one that ends in Latin letters keeps a space. It may end with the sign of an isolate. */
export const before = (name: string): string => (/[\p{Script=Han}」]\u2069?$/u.test(name) ? name : `${name} `)

/** Behind Chinese words. */
export const behind = (name: string): string => (/^\u2068?[\p{Script=Han}「]/u.test(name) ? name : ` ${name}`)

/** Between Chinese words. */
export const between = (name: string): string => behind(before(name))

// Intl.ListFormat writes 和 before the last one; a row of names goes on without it here, since 等 may follow.
export const listed = (names: readonly string[]): string => names.join('、')

/** Two names are spelled out, then they are counted: 橘灯 · 橘灯、阿果 · 橘灯、阿果等 4 人 */
export const firstTwo = (names: readonly string[], count: number): string =>
  count > 2 ? `${before(listed(names.slice(0, 2)))}等 ${n(count)} 人` : listed(names.slice(0, 2))
