import { type Case, chopped, commandOf, first, fragments, last, ping, text, unknown } from './case.ts'

const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(' ', ''), 'hex')
const sign = (point: number): Buffer => Buffer.from(String.fromCodePoint(point))
const named = (point: number): string => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`

/** Every end of a range of the table, and those that are no characters and legal all the same. */
const edges = [
  0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfdd0, 0xfffd, 0xfffe, 0xffff,
]
const higher = [0x10000, 0x1fffe, 0x1ffff, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10fffe, 0x10ffff]

/** What is no UTF-8 (Unicode 17, table 3-7, and Kuhn's test file). */
const wrong: readonly (readonly [string, string])[] = [
  ['a continuation alone, the first', '80'],
  ['a continuation alone, the last', 'bf'],
  ['seven continuations', '80818283848586'],
  ['a start of two alone', 'c2'],
  ['a start of two before a letter', 'c220'],
  ['a start of three alone', 'e1'],
  ['a start of three and one', 'e180'],
  ['a start of three before a letter', 'e18020'],
  ['a start of four alone', 'f1'],
  ['a start of four and one', 'f180'],
  ['a start of four and two', 'f18080'],
  ['a start of four before a letter', 'f1808020'],
  ['slash in two bytes', 'c0af'],
  ['slash in three', 'e080af'],
  ['slash in four', 'f08080af'],
  ['slash in five', 'f8808080af'],
  ['slash in six', 'fc80808080af'],
  ['NUL in two bytes', 'c080'],
  ['NUL in three', 'e08080'],
  ['U+007F in two bytes', 'c1bf'],
  ['U+07FF in three', 'e09fbf'],
  ['U+FFFF in four', 'f08fbfbf'],
  ['the first high surrogate', 'eda080'],
  ['the last high surrogate', 'edafbf'],
  ['the first low surrogate', 'edb080'],
  ['the last low surrogate', 'edbfbf'],
  ['a pair of surrogates', 'eda081edb081'],
  ['U+110000', 'f4908080'],
  ['U+13FFFF', 'f4bfbfbf'],
  ['a start above those of four', 'f5808080'],
  ['the last start of four by its bits', 'f7bfbfbf'],
  ['five bytes', 'f888808080'],
  ['six bytes', 'fc8480808080'],
  ['FE', 'fe'],
  ['FF', 'ff'],
  ['FE and FF by turns', 'fefeffff'],
  ['a good sign, then FF', 'e88cb6ff'],
]

const tea = Buffer.from('[9,"nosuch","茶🍵é"]')
const cutBytes = [...tea.keys()].filter((at) => at >= 13 && at <= 22)
/** 9 bytes of 茶🍵é: cut inside a sign it is none. */
const halves = [1, 2, 4, 5, 6, 8]

/** 6: UTF-8. A fault in an open fragment may be found when the message is whole. */
export const utf8Cases: readonly Case[] = [
  ...[...edges, ...higher].map(
    (point, at): Case => ({
      id: `6.1.${at + 1}`,
      what: `${named(point)} is a sign`,
      sends: [text(commandOf(9, sign(point)))],
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  {
    id: '6.1.25',
    what: 'NUL is a sign, though JSON wants it written otherwise',
    sends: [text(commandOf(9, hex('00')))],
    answers: ['9 bad_json'],
    closes: null,
  },
  ...wrong.map(
    ([what, bytes], at): Case => ({
      id: `6.2.${at + 1}`,
      what,
      sends: [text(commandOf(9, hex(bytes)))],
      closes: 1007,
    }),
  ),
  ...wrong.map(
    ([what, bytes], at): Case => ({
      id: `6.3.${at + 1}`,
      what: `${what}, at the very end`,
      sends: [text(hex(bytes))],
      closes: 1007,
    }),
  ),
  ...cutBytes.map(
    (cut, at): Case => ({
      id: `6.4.${at + 1}`,
      what: `signs cut after byte ${cut}, in two pieces`,
      sends: fragments([tea.subarray(0, cut), tea.subarray(cut)]),
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  {
    id: '6.4.11',
    what: 'signs in pieces of one byte, a ping between any two',
    sends: fragments(chopped(tea, 1)).flatMap((piece) => [piece, ping('x')]),
    pongs: Array.from(tea, () => 'x'),
    answers: [unknown(9)],
    closes: null,
  },
  ...halves.map(
    (cut, at): Case => ({
      id: `6.5.${at + 1}`,
      what: `the text ends inside a sign, after ${cut} bytes of it`,
      sends: [text(Buffer.from('茶🍵é').subarray(0, cut))],
      closes: 1007,
    }),
  ),
  ...wrong.slice(0, 12).map(
    ([what, bytes], at): Case => ({
      id: `6.6.${at + 1}`,
      what: `${what}, in a piece that is not the last`,
      sends: [first(commandOf(9, hex(bytes))), last()],
      closes: 1007,
    }),
  ),
]
