import { describe, expect, test } from 'bun:test'
import { type Wrap, wrapText } from './wrap-text.ts'

/** The text with its selection between bars, before and after. */
function wrap(marked: string, kind: Wrap): string {
  const [before = '', chosen = '', after = ''] = marked.split('|')
  const text = before + chosen + after
  const {
    from,
    to,
    text: put,
    selectFrom,
    selectTo,
  } = wrapText({ text, from: before.length, to: before.length + chosen.length }, kind)
  const next = text.slice(0, from) + put + text.slice(to)
  return `${next.slice(0, selectFrom)}|${next.slice(selectFrom, selectTo)}|${next.slice(selectTo)}`
}

describe('[client.md 8] keys for marks', () => {
  const rows: [string, Wrap, string][] = [
    ['a |b| c', 'bold', 'a **|b|** c'],
    ['a **|b|** c', 'bold', 'a |b| c'],
    ['a |**b**| c', 'bold', 'a |b| c'],
    ['a **|b|** c', 'emphasis', 'a ***|b|*** c'],
    ['a ***|b|*** c', 'emphasis', 'a **|b|** c'],
    ['a |**b**| c', 'emphasis', 'a *|**b**|* c'],
    ['a| b |c', 'strike', 'a ~~|b|~~ c'],
    ['||', 'bold', '**||**'],
    ['a |  |b', 'bold', 'a **||**  b'],
    ['|x|', 'code', '`|x|`'],
    ['看：|a\nb|', 'code', '看：\n```\n|a\nb|\n```'],
  ]
  for (const [text, kind, after] of rows)
    test(`${kind} ${JSON.stringify(text)}`, () => expect(wrap(text, kind)).toBe(after))
})
