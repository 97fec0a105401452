import { expect, test } from 'bun:test'
import { noticeSentence } from './notice-words.ts'

const named = (name: string) => ({ id: 'u_1', name, look: 1 })

/** Without the signs of isolates, which are not seen. */
const added = (by: string, who: string): string =>
  noticeSentence(
    { seq: 1, at: 0, cid: 'a-cid', type: 'member.changed', by: named(by), who: named(who), how: 'added' },
    'zh-CN',
  ).replace(/[\u2068\u2069]/g, '')

test('[client.md 9] in Chinese a name has a space beside it only where it is Latin', () => {
  expect(added('青柠', '小满')).toBe('青柠添加了小满')
  expect(added('Alex', '小满')).toBe('Alex 添加了小满')
  expect(added('青柠', 'Alex')).toBe('青柠添加了 Alex')
})
