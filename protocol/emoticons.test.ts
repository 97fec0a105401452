import { expect, test } from 'bun:test'
import { costMs } from '#tests/kit/cost.ts'
import { emoticonKey, emoticonRuns, namesIn, wordsOf } from './emoticons.ts'
import { parseMarkup } from './markup.ts'

const known = new Set(['happy', '开心', 'b', 'a-1', 'x_y'])
const read = (text: string): string =>
  emoticonRuns(text, (name) => known.has(name))
    .map((run) => (run.name === undefined ? run.text : `<${run.name}>`))
    .join('')

test.each([
  [':happy:', '<happy>'],
  ['a :happy: b', 'a <happy> b'],
  ['你好:开心:啊', '你好<开心>啊'],
  [':happy::开心:', '<happy><开心>'],
  [':nobody:', ':nobody:'],
  [':nobody:happy:', ':nobody:happy:'],
  ['时间:现在:开心:', '时间:现在<开心>'],
  ['10:b:00', '10:b:00'],
  ['http:b:', 'http:b:'],
  [': happy:', ': happy:'],
  ['::b::', ':<b>:'],
  [':a-1: :x_y:', '<a-1> <x_y>'],
  [':b:b:', '<b>b:'],
  [':happy', ':happy'],
])('%p reads as %p', (text, runs) => {
  expect(read(text)).toBe(runs)
  // Nothing of a text is lost or added.
  expect(
    emoticonRuns(text, (name) => known.has(name))
      .map((run) => run.text)
      .join(''),
  ).toBe(text)
})

test('names are the same whatever their case and width; code and the words of links have none', () => {
  expect(emoticonKey('Happy')).toBe(emoticonKey('ＨＡＰＰＹ'))
  expect(namesIn(':a: :b: :a:')).toEqual(['a', 'b'])
  const words = (body: string) => [...wordsOf(parseMarkup(body))].join('|')
  expect(words('> - **:a:** `:b:` [:c:](https://a.example) ||:d:||')).toBe(':a:| | | |:d:')
  expect(words('```\n:a:\n```\n:b:')).toBe(':b:')
})

test('[T-62] hostile texts take linear time', () => {
  for (const unit of [':', ':a', ':a:', '::', ': a', ':开', `:${'x'.repeat(40)}`]) {
    const text = unit.repeat(Math.ceil(200_000 / unit.length))
    expect(costMs(() => void emoticonRuns(text, () => false), 250)).toBeLessThan(250)
  }
})
