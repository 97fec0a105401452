import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { limits } from '#protocol/limits.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { cleanName, nameOfPicture } from './clean-name.ts'

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['茶馆 的照片.jpg', '茶馆 的照片.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['C:\\fakepath\\IMG 1.png', 'IMG 1.png'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u200bb\u2066c\ufeff.txt', 'abc.txt'],
  ['a\r\nb\u0000c\u001b[31m.txt', 'abc[31m.txt'],
  ['<img src=x>.png', '_img src=x_.png'],
  ['.htaccess', 'htaccess'],
  ['...', 'file'],
  ['', 'file'],
  ['/', 'file'],
  ['  spaced   out . ', 'spaced out'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['console.txt', 'console.txt'],
  ['e\u0301.txt', 'é.txt'],
  ['🍵.webp', '🍵.webp'],
  ['\u3164\u2800.\ufffc', 'file'],
  ['\u0301\u0302.png', 'png'],
])('[T-41] %j is called %j', (said, shown) => {
  expect(cleanName(said)).toBe(shown)
})

test('[T-41] a long name is cut before its ending, and by whole signs', () => {
  expect(cleanName(`${'长'.repeat(200)}.jpeg`)).toBe(`${'长'.repeat(limits.fileNameChars - 5)}.jpeg`)
  expect(cleanName('🍵'.repeat(200))).toBe('🍵'.repeat(limits.fileNameChars))
  expect(cleanName(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(limits.fileNameChars - 2)}`)
})

const signs = [
  'a',
  '.',
  '..',
  ' ',
  '/',
  '\\',
  ':',
  '\u202e',
  '\u0000',
  '\u0301',
  '🍵',
  '茶',
  '\ud800',
  'CON',
  '\t',
  'é',
  '\u3000',
]
const odd = /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/u
const bare = /^[.\s]|[.\s]$/u
const tricky = fc.array(fc.constantFrom(...signs), { maxLength: 200 }).map((parts) => parts.join(''))

test(
  '[T-41] whatever it is called: no path, nothing unseen, neither empty nor too long, and clean again is the same',
  () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), tricky), (said) => {
        const shown = cleanName(said)
        expect(odd.test(shown)).toBe(false)
        expect(bare.test(shown)).toBe(false)
        expect([...shown].length).toBeWithin(1, limits.fileNameChars + 1)
        expect(cleanName(shown)).toBe(shown)
      }),
      { numRuns: 100 },
    )
  },
  TEST_MS,
)

test.each([
  ['a.jpg', 'image/jpeg', 'a.jpg'],
  ['A.JPEG', 'image/jpeg', 'A.JPEG'],
  ['a.png', 'image/jpeg', 'a.jpg'],
  ['截图', 'image/png', '截图.png'],
  ['a.b', 'image/gif', 'a.b.gif'],
  ['page.html', 'image/webp', 'page.html.webp'],
])('a picture called %j that is %s is called %j', (name, type, called) => {
  expect(nameOfPicture(name, type)).toBe(called)
})

test('[T-41] the ending of a long name stays within the bound', () => {
  expect([...nameOfPicture('x'.repeat(limits.fileNameChars), 'image/png')].length).toBe(limits.fileNameChars)
})
