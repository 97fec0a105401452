import { expect, test } from 'bun:test'
import { partsOf, readRow } from './picture-bytes.ts'

const row = ['abc', 'd', 'efgh'].map((text, at) => ({ id: `e${at}`, hash: text, bytes: text.length }))
const read = async ({ hash }: { hash: string }, range = { from: 0, to: hash.length - 1 }) => ({
  bytes: hash.length,
  body: new Blob([hash.slice(range.from, range.to + 1)]),
})

test('any part of a row of pictures is what lies there, one picture at a time', async () => {
  const whole = row.map(({ hash }) => hash).join('')
  for (let from = 0; from < whole.length; from++)
    for (let to = from; to < whole.length; to++)
      expect(await new Response(readRow(row, { from, to }, read)).text()).toBe(whole.slice(from, to + 1))
  expect(partsOf(row, { from: 3, to: 3 })).toEqual([
    { picture: { id: 'e1', hash: 'd', bytes: 1 }, range: { from: 0, to: 0 } },
  ])
})

test('a picture that is missing ends the answer, and does not pass for a shorter one', async () => {
  const stream = readRow(row, { from: 0, to: 7 }, ({ id }) =>
    id === 'e1' ? Promise.reject(new Error('gone')) : read({ hash: 'abc' }),
  )
  expect(await new Response(stream).text().catch((error: Error) => error.message)).toBe('gone')
})
