import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { attachment } from './file-name.ts'

const AT = Date.UTC(2026, 10, 26, 12)
const nameIn = (header: string): string => decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(header)?.[1] ?? '')

test('[T-41] a plain name for old readers, the whole one for others', () => {
  expect(attachment('tea room', AT, 'html')).toBe(
    `attachment; filename="tea room 2026-11-26.html"; filename*=UTF-8''tea%20room%202026-11-26.html`,
  )
  const chinese = attachment('茶馆', AT, 'ndjson')
  expect(chinese).toStartWith('attachment; filename="room 2026-11-26.ndjson"; ')
  expect(nameIn(chinese)).toBe('茶馆 2026-11-26.ndjson')
})

test.each([
  ['../../etc/passwd', 'etc passwd'],
  ['a"; filename="b.exe', 'a filename= b.exe'],
  ['.htaccess', 'htaccess'],
  ['a\r\nSet-Cookie: x', 'a Set-Cookie x'],
  ['\u202eexe.txt', 'exe.txt'],
  ['-rf', 'rf'],
  ['...', 'room'],
  ['', 'room'],
])('[T-41] %j is called %j', (title, stem) => {
  expect(nameIn(attachment(title, AT, 'html'))).toBe(`${stem} 2026-11-26.html`)
})

test('[T-41] whatever the title, the header is plain ASCII on one line, and its quotes are two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const header = attachment(title.toWellFormed(), AT, 'html')
      expect(header).toMatch(/^attachment; filename="[^"\\]+"; filename\*=UTF-8''[\w.~%-]+$/)
      expect(header).toMatch(/^[\x20-\x7e]+$/)
    }),
  )
})
