import { expect, test } from 'bun:test'
import { addressOf } from '#protocol/room-address.ts'
import { characters } from '#protocol/text.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { nameKey } from './name-key.ts'
import { requireName, requireRoomName, requireTitle, requireTopic, roomNameKey } from './name-rules.ts'
import { reservedNames, reservedRoomNames } from './reserved-names.ts'

/** What a rule says: the cleaned name, or the refusal. */
function said(rule: (raw: string) => string, raw: string): string | Refusal {
  try {
    return rule(raw)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
const codeOf = (rule: (raw: string) => string, raw: string): string => {
  const answer = said(rule, raw)
  return answer instanceof Refusal ? answer.code : `taken as ${answer}`
}
const named = (raw: string) => requireName(raw)

const cleanings: [string, string][] = [
  ['  听雨的云雀 ', '听雨的云雀'],
  ['quiet \t\u00a0\u3000 heron', 'quiet heron'],
  ['a\nb', 'a b'],
  ['Zoe\u0308', 'Zoë'],
  ['\u202eada', 'ada'],
  ['a\u200bd\u2060a\ufeff', 'ada'],
  ['a\u200dd\u200ca', 'ada'],
  ['ada\ufe0f\u{e0100}', 'ada'],
  ['ada\u3164\u115f\u2800', 'ada'],
  ['a\u0007\u001b[31m', 'a[31m'],
  ['a\u{e0061}\ue000\ufffe', 'a'],
  ['\u0301\u0302 ada', 'ada'],
  ['👩\u200d🚀', '👩\u200d🚀'],
  ['👩🏽\u200d🚀', '👩🏽\u200d🚀'],
  ['❤\ufe0f\u200d🔥', '❤\ufe0f\u200d🔥'],
  ['👩\u200d', '👩'],
  ['\u200d👩', '👩'],
  ['👩\u200d\u200d🚀', '👩🚀'],
  ['🇨🇳', '🇨🇳'],
  ['7\ufe0f\u20e3', '7\ufe0f\u20e3'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['می\u200c', 'می'],
  ['क\u094d\u200dष', 'क\u094d\u200dष'],
  ['〇', '〇'],
  ['O’Neil', 'O’Neil'],
  ['<b>ada</b>', '<b>ada</b>'],
]

test('[T-26] [T-27] a name is cleaned to what is seen', () => {
  for (const [raw, name] of cleanings) expect([raw, said(named, raw)]).toEqual([raw, name])
})

test('[T-27] at most 8 combining marks stay on a base', () => {
  expect(requireName(`Z${'\u0300'.repeat(5_000)}a`)).toBe(`Z${'\u0300'.repeat(8)}a`)
})

test('[T-26] nothing to see is no name', () => {
  const empty = [
    '',
    ' ',
    '\n',
    '\u200b',
    '\u200d\u200c',
    '\u202e\u202c',
    '\u3164',
    '\u2800',
    '\u0301',
    '...',
    '「」',
    '-_-',
    '—',
    '\ufe0f',
    '\ud800',
    'a\udc00',
  ]
  for (const raw of empty) expect([raw, codeOf(named, raw)]).toEqual([raw, 'name_invalid'])
})

test('[T-26] names that speak for the house are refused, in every disguise', () => {
  const disguises = [
    ...[
      'admin',
      'ADMIN',
      'аdmin',
      'Ａｄｍｉｎ',
      'adm1n',
      'adrnin',
      'a d m i n',
      'a\u200bdmin',
      '\u202eadmin',
      '[admin]',
      'admin2',
      'admin_',
      '✔admin',
      'ᴀᴅᴍɪɴ',
      '𝐚𝐝𝐦𝐢𝐧',
    ],
    ...[
      '系统',
      '系 统',
      '系\u200b统',
      '「系统」',
      '系统1',
      '系统🍵',
      '管理员',
      '【管理员】',
      '管理员01',
      '系統',
      '客服',
      '官方',
      '房主',
      '茶馆',
      'Teahouse',
      'tea-house',
      'TEAH0USE',
    ],
    ...['moderator', 'MODERAT0R', 'rnoderator', 'system', 'ѕуѕtеm', 'owner', 'null'],
  ]
  for (const raw of disguises) expect([raw, codeOf(named, raw)]).toEqual([raw, 'name_invalid'])
  for (const raw of reservedNames) expect([raw, codeOf(named, raw)]).toEqual([raw, 'name_invalid'])
})

test('names that only hold such a word are taken', () => {
  for (const raw of [
    '操作系统爱好者',
    'Adminah',
    'modest otter',
    'Rooted',
    '茶馆的猫',
    'Allan',
    'Meg',
    '大家好',
    '你好',
    '我是小明',
    '7',
    '007',
    '2',
    '🍵',
  ]) {
    expect([raw, said(named, raw)]).toEqual([raw, raw])
  }
})

test('32 code points are taken, 33 are too long', () => {
  for (const sign of ['a', '茶', '🍵']) {
    expect(requireName(sign.repeat(32))).toBe(sign.repeat(32))
    expect(said(named, sign.repeat(33))).toMatchObject({ code: 'too_long', detail: { limit: 32 } })
  }
  expect(requireName(` ${'e\u0301'.repeat(32)} `)).toBe('é'.repeat(32))
  expect(() => requireName('abc', { max: 2 })).toThrow('too_long')
})

test('[T-26] cleaning settles at once, throws refusals only, and keeps the key', () => {
  const risky = fc.constantFrom(
    ...'\u200c\u200d\ufe0f\u0301\u094d\u202e 👩🚀🏽ا7a🇨'.split(/(?:)/u),
    '\u{e0061}',
    '\u3164',
    '\u1100',
  )
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(risky, { maxLength: 24 }).map((signs) => signs.join('')),
  )
  fc.assert(
    fc.property(anything, (raw) => {
      const name = said(named, raw)
      if (name instanceof Refusal) return expect(['name_invalid', 'too_long']).toContain(name.code)
      expect(said(named, name)).toBe(name)
      expect(nameKey(name)).not.toBe('')
      expect(name).toBe(name.normalize('NFC').trim())
      expect(characters(name)).toBeLessThanOrEqual(32)
      expect(name).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|\s\s|\p{M}{9}/u)
    }),
    { numRuns: 5_000 },
  )
})

test('[HOUSE-13] a hostile name of 64 KiB costs no time', () => {
  for (const part of [
    '\u0301',
    ' ',
    '\u200d',
    '👩\u200d',
    'a\u0301 ',
    '\u094d\u200d',
    'ا\u200c',
    '\ufe0f',
    'rn',
    ' \u0301',
  ]) {
    const hostile = `a${part.repeat(32_768 / part.length)}!`
    expect(
      costMs(() => void said(named, hostile), 100),
      part,
    ).toBeLessThan(100)
  }
})

test('[T-80] an address holds letters, marks, digits, - _ and .', () => {
  const taken: [string, string][] = [
    ['tea', 'tea'],
    ['Tea-Room_2.0', 'Tea-Room_2.0'],
    ['茶 友', '茶-友'],
    ['  a  b ', 'a-b'],
    ['Cafe\u0301', 'Café'],
    ['a\u200bb', 'ab'],
    ['नमस्ते', 'नमस्ते'],
    ['1', '1'],
    ['help', 'help'],
    ['x'.repeat(48), 'x'.repeat(48)],
  ]
  for (const [raw, name] of taken) expect([raw, said(requireRoomName, raw)]).toEqual([raw, name])
  const refused = [
    '',
    ' ',
    '.',
    '..',
    '...',
    '-',
    '._-',
    '../x',
    '..%2f..',
    'a/b',
    'a\\b',
    'a%2fb',
    'a?b',
    'a#b',
    'a:b',
    '<b>',
    '🍵',
    'a\ud800',
    '\u200b',
    "a'b",
  ]
  for (const raw of refused) expect([raw, codeOf(requireRoomName, raw)]).toEqual([raw, 'name_invalid'])
  for (const raw of ['x'.repeat(49), '茶'.repeat(10_240)]) {
    expect(said(requireRoomName, raw)).toMatchObject({ code: 'too_long', detail: { limit: 48 } })
  }
})

test('[T-80] reserved addresses are refused, in every disguise', () => {
  for (const raw of [...reservedRoomNames, 'API', 'арі', 'ａｐｉ', 'a\u200bpi', 'Ws', 'healthz', 'ҺEALTHZ']) {
    expect([raw, codeOf(requireRoomName, raw)]).toEqual([raw, 'name_invalid'])
  }
})

test('[T-80] two addresses that look alike are one room', () => {
  for (const [a, b] of [
    ['Tea', 'tеа'],
    ['tea room', 'tea-room'],
    ['tea–room', 'tea-room'],
    ['茶馆0', '茶馆〇'],
  ] as const) {
    expect(roomNameKey(a)).toBe(roomNameKey(b))
  }
  expect(roomNameKey('')).toBe('')
  expect(new Set(['tea-room', 'tearoom', 'tea_room', 'tea.room', '土', '士'].map(roomNameKey)).size).toBe(6)
})

test('[T-80] an address settles at once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (raw) => {
      const name = said(requireRoomName, raw)
      if (name instanceof Refusal) return
      expect(said(requireRoomName, name)).toBe(name)
      expect(roomNameKey(name)).toBe(nameKey(name))
      expect(encodeURIComponent(name)).not.toMatch(/%(2F|5C|00)/i)
    }),
    { numRuns: 3_000 },
  )
})

test('[T-26] [T-27] a title may say what a name may not; it is cleaned as one, and says something', () => {
  expect(requireTitle('  公告\u202e  \u200b系统 ')).toBe('公告 系统')
  expect(requireTitle('🍵')).toBe('🍵')
  for (const nothing of ['', ' ', '\u200b', '---', '\ud800'])
    expect(() => requireTitle(nothing)).toThrow('name_invalid')
  expect(requireTitle('茶'.repeat(48))).toHaveLength(48)
  expect(() => requireTitle('茶'.repeat(49))).toThrow('too_long')
  expect(requireTopic('')).toBe('')
  expect(requireTopic(' two\nlines\u0007 ')).toBe('two lines')
  expect(() => requireTopic('x'.repeat(251))).toThrow('too_long')
})

test('[T-80] the address of a title is one that may be, or none', () => {
  const addresses = ['Tea & Bread!', ' 茶  与 面包 ', 'Ｂｏｏｋ　Ｃｌｕｂ', '🍵', '../etc/passwd', '-a-'].map(addressOf)
  expect(addresses).toEqual(['tea-bread', '茶-与-面包', 'book-club', '', 'etc-passwd', 'a'])
  for (const address of addresses.filter(Boolean)) expect(requireRoomName(address)).toBe(address)
})
