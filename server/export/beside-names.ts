// How names stand in Chinese sentences, as in the page (web/words/zh-cn-names.ts). They may stand between the signs of an isolate.

/** Before Chinese words: one that ends in Latin letters keeps a space. */
export const before = (name: string): string => (/[\p{Script=Han}」]\u2069?$/u.test(name) ? name : `${name} `)

/** Behind Chinese words. */
export const behind = (name: string): string => (/^\u2068?[\p{Script=Han}「]/u.test(name) ? name : ` ${name}`)

/** Between Chinese words. */
export const between = (name: string): string => behind(before(name))
