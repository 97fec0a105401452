import { expect, test } from 'bun:test'
import { allWords } from '#tests/kit/all-words.ts'
import { tagFor } from './index.ts'

const { en, 'zh-CN': zhCN } = allWords

type Leaf = { path: string; value: unknown }

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path ? `${path}.${key}` : key))
}

/** What a function of the catalogue may be given: numbers, a name of each script, several, nothing. */
const samples: readonly unknown[] = [1, 3, 'Ada', '小满', ['Ada', '小满'], ['小满']]

/** Everything that a function says of these; what is not meant for it makes no sentence, and is left out. */
function sayings(say: (...given: unknown[]) => unknown): string[] {
  const tries = Array.from({ length: say.length }).reduce<unknown[][]>(
    (before) => before.flatMap((given) => samples.map((one) => [...given, one])),
    [[]],
  )
  return tries.flatMap((given) => {
    try {
      const said = say(...given)
      return typeof said === 'string' && !/undefined|NaN|\[object|Ada,小满/.test(said) ? [said] : []
    } catch {
      return []
    }
  })
}

type Said = { path: string; said: string }

const isFunction = (value: unknown): value is (...given: unknown[]) => unknown => typeof value === 'function'

/** Every sentence of a catalogue, those of functions with what they may be given. */
const sentences = (catalogue: unknown): Said[] =>
  leaves(catalogue).flatMap(({ path, value }) =>
    (isFunction(value) ? sayings(value) : [String(value)]).map((said) => ({ path, said })),
  )

/** Those that break a rule, each once. */
function breaking(catalogue: unknown, rules: Readonly<Record<string, RegExp>>): string[] {
  const found = new Map<string, string>()
  for (const { path, said } of sentences(catalogue))
    for (const [rule, sign] of Object.entries(rules))
      if (sign.test(said)) found.set(`${path} ${rule}`, `${path}: ${rule}: ${said}`)
  return [...found.values()]
}

test('[UX-20] both languages say the same things', () => {
  expect(leaves(en).map((leaf) => leaf.path)).toEqual(leaves(zhCN).map((leaf) => leaf.path))
  expect(leaves(en).map((leaf) => typeof leaf.value)).toEqual(leaves(zhCN).map((leaf) => typeof leaf.value))
})

test('[UX-20] no word is empty, none has a place that nobody filled, and every function says something', () => {
  for (const { path, value } of [...leaves(zhCN), ...leaves(en)]) {
    if (isFunction(value)) expect([path, sayings(value).length > 0]).toEqual([path, true])
    else expect(`${path}: ${value}`).not.toMatch(/: $|[{}]|undefined/)
  }
})

/** Those that are given times, sizes, hosts or emoji, which keep a space: here a Chinese name stands for them. */
const measured =
  /^(?:storage\.|uploads\.(?:voice|tooLarge|pasted):|people\.joinedAt:|actions\.(?:editedAt|reactWith|timeLeft|pinnedBy):|cards\.unfold:|files\.(?:at|speed):|packs\.owner\.(?:limits|whole\.too_large):|restored\.since:)/

test('[UX-20] Chinese: full-width punctuation, 「」 for names, no space between its own signs, no 您 and no blame', () => {
  const rules = {
    'half-width punctuation': /\p{Script=Han}[,!?:;.()]|[,!?;(]\p{Script=Han}/u,
    'straight quotes, or three dots': /["']|\.\.\./,
    'too polite, too loud': /您|哎呀|！|抱歉|非法|错误/u,
  }
  expect(breaking(zhCN, rules)).toEqual([])
  const space = /[\p{Script=Han}，。：；？、] +[\p{Script=Han}，。：；？、]/u
  const spaced = breaking(zhCN, { 'a space between Chinese signs': space })
  expect(spaced.filter((line) => !measured.test(line))).toEqual([])
})

test('[UX-20] English: curly quotes, contractions, no exclamation mark, and one of a thing is no two', () => {
  const rules = {
    'straight quotes, or three dots': /["']|\.\.\./,
    loud: /!/,
    stiff:
      /\b(?:cannot|can not|do not|does not|did not|is not|are not|was not|will not|could not|you are|they are|there is)\b(?! disturb|[.:,])/i,
    'one of many': /(?<!at most |than )\b1 (?:\w+ )?(?!(?:is|was|has|as|owns|needs)\b)\w+[^s]s\b/i,
    'a comma before the last of a list': /\w, \w+, (?:and|or) \w/,
    'two spaces': / {2}/,
  }
  expect(breaking(en, rules)).toEqual([])
})

test('the rules find what breaks them', () => {
  const rules = { a: /\p{Script=Han}[,!?:;.]/u, b: /\b1 \w+s\b/ }
  expect(breaking({ one: '好,', two: (count: number) => `${count} files`, three: '好，' }, rules)).toEqual([
    'one: a: 好,',
    'two: b: 1 files',
  ])
})

/** Roughly how wide it is, in ems. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, sign) =>
      sum + (/[\p{Script=Han}，。：；？「」（）、…“”]/u.test(sign) ? 1 : /[ilj.,:;’' It]/.test(sign) ? 0.28 : 0.54),
    0,
  )

test('[client.md 9] both languages are of one length class: no sentence is far longer than its other', () => {
  // English is by a third to a half the wider one throughout, as written by natives of each; 30 % beyond that is too much.
  const [least, most] = [0.62, 2]
  const english = new Map(leaves(en).map(({ path, value }) => [path, value]))
  const wrong = leaves(zhCN).flatMap(({ path, value }) => {
    const other = english.get(path)
    // Its Chinese has the second half in a sentence of its own (client.md 9).
    if (typeof value !== 'string' || typeof other !== 'string' || path === 'actions.eraseTitle') return []
    const [zh, latin] = [widthOf(value), widthOf(other)]
    return Math.max(zh, latin) > 12 && (latin / zh > most || latin / zh < least)
      ? [`${path}, ${(latin / zh).toFixed(2)}: ${value} · ${other}`]
      : []
  })
  expect(wrong).toEqual([])
})

test('[UX-17] a fold spells two names out, then counts', () => {
  expect(zhCN.lines.came(['橘灯'], 1)).toBe('橘灯加入了聊天室')
  expect(zhCN.lines.came(['橘灯', '阿果'], 2)).toBe('橘灯、阿果加入了聊天室')
  expect(zhCN.lines.came(['橘灯', '阿果', '白露'], 4)).toBe('橘灯、阿果等 4 人加入了聊天室')
  expect(zhCN.lines.came(['橘灯', 'Tomasz', '白露'], 3)).toBe('橘灯、Tomasz 等 3 人加入了聊天室')
  expect(en.lines.went(['Ines'], 1)).toBe('Ines left')
  expect(en.lines.came(['Ines', 'Tomasz'], 2)).toBe('Ines and Tomasz joined')
  expect(en.lines.came(['Ines', 'Tomasz', 'Noor'], 3)).toBe('Ines, Tomasz and 1 other joined')
  expect(en.lines.came(['Ines', 'Tomasz', 'Noor'], 4)).toBe('Ines, Tomasz and 2 others joined')
})

test('[UX-20] dates follow the reader’s own variety of the language', () => {
  expect(tagFor('en', ['de', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(tagFor('zh-CN', ['en-US', 'zh-HK'])).toBe('zh-HK')
  expect(tagFor('en', ['fr'])).toBe('en')
})

test('[UX-21] the welcome does not break a name between its Chinese and its Latin word', () => {
  expect(zhCN.enter.welcome('茶馆 Teahouse')).toBe('欢迎来到「茶馆\u00a0Teahouse」，你的名字是')
  expect(zhCN.enter.welcome('The tea house')).toBe('欢迎来到「The tea house」，你的名字是')
})
