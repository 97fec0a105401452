import { expect, test } from 'bun:test'
import { parseMarkup } from './markup.ts'
import { callsAll, findCall } from './mention-all.ts'

const calls = (body: string) => callsAll(parseMarkup(body))

test('[T-51] everybody is called by these words, wherever Chinese lets them stand', () => {
  for (const body of [
    '@all',
    '@ALL: tea is ready',
    '＠all',
    '大家好@all的茶好了',
    '@所有人',
    '请@所有人看',
    '＠全体成员',
    '@全体成员明天见',
    '**@all** now',
    '- one\n- @所有人',
    '/me calls @all',
    '@allen and @all',
  ])
    expect([body, calls(body)]).toEqual([body, true])
})

test('[T-51] not in code, quotes, spoilers and addresses, nor as a part of another word', () => {
  for (const body of [
    '',
    'all',
    '@',
    '@allen',
    '@all2',
    'me@all.example',
    'x@所有人',
    '`@all`',
    '```\n@all\n```',
    '> @所有人',
    '- one\n  > @all',
    '||@all||',
    '~~||@全体成员||~~',
    '[@all](https://tea.example)',
    'https://tea.example/@all',
    '@**all**',
  ])
    expect([body, calls(body)]).toEqual([body, false])
})

test('a mention of somebody whose name begins so is a mention', () => {
  const mentions = [{ id: 'p0000000000000001', name: '所有人的茶' }]
  expect(callsAll(parseMarkup('@所有人的茶 hi', mentions))).toBe(false)
  expect(callsAll(parseMarkup('@所有人的茶 hi', []))).toBe(true)
})

test('where the call stands in a text', () => {
  expect(findCall('to @所有人!')).toEqual({ at: 3, length: 4 })
  expect(findCall('@allen')).toBeNull()
})

test('a call is marked with either sign, a name only with @; without a call the full-width sign is text', () => {
  const names = [
    { id: '', name: '所有人' },
    { id: 'p0000000000000001', name: '小满' },
  ]
  const inside = (body: string, mentions = names) =>
    parseMarkup(body, mentions).blocks.flatMap((block) => (block.kind === 'lines' ? block.inside : []))
  const call = { kind: 'mention', id: '', name: '所有人' }
  expect(inside('早＠所有人，茶好了')).toMatchObject([{ text: '早' }, call, { text: '，茶好了' }])
  expect(inside('@所有人')).toMatchObject([call])
  expect(inside('＠小满 ＠ 所有人')).toEqual([{ kind: 'text', text: '＠小满 ＠ 所有人' }])
  expect(inside('＠所有人', [])).toEqual([{ kind: 'text', text: '＠所有人' }])
})
