import { describe, expect, test } from 'bun:test'
import { findQuery } from './completion-query.ts'

/** The text with the caret at its bar. */
const read = (text: string) => {
  const query = findQuery(text.replace('|', ''), text.indexOf('|'))
  return query && `${query.kind} ${query.from}-${query.to} ${query.text}`
}

describe('[UX-23] what stands before the caret', () => {
  const rows: [string, string | null][] = [
    ['@|', 'people 0-1 '],
    ['@xm|', 'people 0-3 xm'],
    ['＠xm|', 'people 0-3 xm'],
    ['问@小|吧', 'people 1-3 小'],
    ['hi @quiet he|', 'people 3-12 quiet he'],
    ['me@house|', null],
    ['@ |', null],
    ['@a\n|', null],
    [`@${'a'.repeat(40)}|`, null],
    [':cha|', 'emoji 0-4 cha'],
    ['喝:茶|', 'emoji 1-3 茶'],
    ['：cha|', 'emoji 0-4 cha'],
    ['好 ：cha|', 'emoji 2-6 cha'],
    ['他说：好|', null],
    [':|', null],
    [':D|', null],
    [':)|', null],
    ['12:30|', null],
    ['http://|', null],
    ['a::b|', null],
    ['/|', 'command 0-1 '],
    ['／me|', 'command 0-3 me'],
    ['、|', 'command 0-1 '],
    ['/ME|', 'command 0-3 me'],
    ['/me x|', null],
    ['好、|', null],
    ['a /me|', null],
    ['，|', null],
    ['。|', null],
    ['|', null],
  ]
  for (const [text, query] of rows) test(JSON.stringify(text), () => expect(read(text)).toBe(query))
})
