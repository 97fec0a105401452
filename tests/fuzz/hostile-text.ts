import type { Dice } from './dice.ts'

/** One or more of everything that some rule of ours looks at; the rows of threats.md are among them. */
const pieces: readonly string[] = [
  // Marks of messages.
  ...[
    '*',
    '**',
    '***',
    '~~',
    '||',
    '`',
    '``',
    '```',
    '```ts\n',
    '[',
    ']',
    '](',
    '[a](',
    ')',
    '(',
    '> ',
    '>',
    '- ',
    '* ',
  ],
  ...[
    '1. ',
    '0) ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '/me ',
    '@',
    '＠',
    '@all',
    '@所有人',
    '@小满',
    '@Al',
    ':',
    ':tea:',
  ],
  ...['::', '\\', '_', '#', '"', "'", '“', '”', '„', '「', '」', '*"', 'NEAR(', 'body:x', ' OR ', '%', '%_', '-'],
  // Addresses.
  ...[
    'http://',
    'https://',
    'https://a.example',
    'https://a.example/(b)',
    'HTTPS://A.B',
    'mailto:a@b.example',
    'javascript:alert(1)',
  ],
  ...[
    'https://a@b.example',
    'http://127.0.0.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://2130706433',
    'file:///etc/passwd',
  ],
  ...[
    'http://0x7f.1',
    'http://169.254.169.254',
    'xn--',
    '。',
    '．',
    '..',
    '/',
    '../',
    '..%2f',
    '%00',
    '%',
    '%ff',
    '?',
    '&',
    '=',
    ';',
    ',',
  ],
  // HTML.
  ...[
    '<',
    '</',
    '<!--',
    '-->',
    '<svg/onload=alert(1)>',
    '"><img src=x onerror=1>',
    '<title>',
    '</title',
    '<meta property="og:title" content="',
  ],
  ...['<body', '<script>', '&amp;', '&#x110000;', '&#55296;', '&lt', '<a b=c d>', '<meta charset='],
  // What Unicode has.
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200c',
    '\u200d',
    '\ufe0f',
    '\ufeff',
    '\u00ad',
    '\u3164',
    '\u2800',
    '\u{e0041}',
    '\u0000',
    '\u0007',
  ],
  ...['\u0301', '\u0307', '\u0323', '\u064b', '\u05b0', '\u0f71', '\u1d165', '\u0e33', '\u3099', '\u094d', '\u0d4d'],
  ...[
    '\ud800',
    '\udc00',
    '\uffff',
    '\ufffd',
    '\u{10ffff}',
    '\u{1f9d1}',
    '👩\u200d🚀',
    '👍🏽',
    '🇨',
    '🇨🇳',
    '1\ufe0f\u20e3',
    '☕',
    '☕\ufe0f',
    '🍵',
  ],
  ...[
    'а',
    'е',
    'ο',
    'Ａ',
    'ａ',
    '１',
    '٣',
    '०',
    '𝟘',
    'ß',
    'ſ',
    'ς',
    'Σ',
    'İ',
    'ı',
    'ﬁ',
    '㎏',
    'ǅ',
    'ŉ',
    'ΐ',
    '\u1fb7',
    '\u0390',
    'K',
    'Å',
  ],
  ...[
    '中',
    '文',
    '茶',
    '馆',
    '𠮷',
    'か',
    'ガ',
    '゛',
    'ｶﾞ',
    'ー',
    '한',
    '\u1112\u1161',
    'ا',
    'می\u200cخواهم',
    'क्ष',
    'ไทย',
    '々',
    '〇',
    '\u3000',
    '\u00a0',
  ],
  // Words, names, numbers.
  ...[
    'a',
    'Al',
    'Alex',
    'tea',
    'rn',
    'vv',
    'admin',
    '系统',
    'constructor',
    '__proto__',
    'con',
    'nul.txt',
    '.png',
    '-0',
    '1e999',
    'NaN',
    '0',
    '9',
  ],
  ...['=', '.', ' ', '  ', 'x'],
]

/** What a frame holds. */
const LONG_UNITS = 64 * 1024

export type TextShape = {
  /** Most pieces of an ordinary text. */
  most?: number
  /** One text in so many is long; 0: none is. */
  longOneIn?: number
  /** How long that is: where less can come, what more would take says nothing. */
  longUnits?: number
}

/** A text as nobody writes it. */
export function hostileText(
  dice: Dice,
  { most = 60, longOneIn = 1_000, longUnits = LONG_UNITS }: TextShape = {},
): string {
  if (longOneIn > 0 && dice.oneIn(longOneIn)) return longText(dice, longUnits)
  return dice.some(dice.size(most), () => piece(dice)).join('')
}

/** One sign over and over, or a few: what is not linear shows itself (T-62). */
function longText(dice: Dice, units: number): string {
  const unit = dice.some(1 + dice.below(4), () => piece(dice)).join('') || 'x'
  const ahead = dice.oneIn(2) ? '' : piece(dice)
  return `${ahead}${unit.repeat(Math.ceil(units / unit.length))}`.slice(0, units - 4) + piece(dice).slice(0, 4)
}

function piece(dice: Dice): string {
  const kind = dice.below(12)
  if (kind === 0) return String.fromCodePoint(dice.below(0x11_0000))
  if (kind === 1) return String.fromCharCode(dice.below(0x300))
  if (kind === 2) return dice.one(pieces).repeat(1 + dice.below(12))
  return dice.one(pieces)
}

const MUTATIONS = 4

/** A text that was right once. */
export function mutatedText(text: string, dice: Dice): string {
  let mutated = text
  for (let left = 1 + dice.below(MUTATIONS); left > 0; left--) {
    const from = dice.below(mutated.length + 1)
    const to = Math.min(mutated.length, from + dice.size(12))
    const kind = dice.below(4)
    const between = kind === 0 ? '' : kind === 1 ? mutated.slice(from, to).repeat(2) : piece(dice)
    mutated = mutated.slice(0, from) + between + mutated.slice(kind === 3 ? from : to)
  }
  return mutated
}
