import { expect, test } from 'bun:test'
import { Refusal } from '#server/kit/refusal.ts'
import { fc } from '#tests/kit/chance.ts'
import { decode, refOf } from './decode.ts'

const codeOf = (text: string): string => {
  try {
    decode(text)
    return 'ok'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

test('a command is an array of ref, name and input', () => {
  expect(decode('[7,"room.leave",{"room":"x"}]')).toEqual({ ref: 7, name: 'room.leave', input: { room: 'x' } })
})

test('[T-58] [T-59] what is no command is refused as bad_json and never throws anything else', () => {
  const bad = [
    ...['', 'null', '7', '"x"', '{}', '[]', '[1,"x"]', '[1,"x",{},4]', '["1","x",{}]', '[0,"x",{}]', '[-1,"x",{}]'],
    ...[
      '[1.5,"x",{}]',
      '[1,2,{}]',
      '[4294967296,"x",{}]',
      '[1,"x",',
      '\u0000',
      '[1,"x",{"a":1e999}]',
      '[1,"x",9007199254740993]',
    ],
    `[1,"x",${'['.repeat(16)}${']'.repeat(16)}]`,
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    `[1,"x",${JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`k${at}`, at])))}]`,
  ]
  expect(bad.filter((text) => codeOf(text) !== 'bad_json')).toEqual([])
  expect(codeOf(`[1,"x",${'['.repeat(15)}${']'.repeat(15)}]`)).toBe('ok')
  fc.assert(fc.property(fc.string(), (text) => ['ok', 'bad_json'].includes(codeOf(text))))
  fc.assert(fc.property(fc.json(), (text) => ['ok', 'bad_json'].includes(codeOf(`[1,"x",${text}]`))))
})

test('a ref is written in digits alone: every answer goes to the number that its frame has', () => {
  const odd = ['7.0', '7e0', '0.7e1', '70e-1', '2147483648.0', '00007', '"7"', '-0', '2147483649']
  expect(odd.filter((ref) => codeOf(`[${ref},"x",{}]`) !== 'bad_json')).toEqual([])
  const written = ['1', ' 7 ', '\n7\t', '2147483648']
  expect(written.map((ref) => codeOf(`[${ref},"x",{}]`))).toEqual(written.map(() => 'ok'))
  fc.assert(
    fc.property(fc.json(), (ref) => {
      const text = `[${ref},"x",{}]`
      return codeOf(text) === 'bad_json' || decode(text).ref === refOf(text)
    }),
  )
})

test('the ref of a frame that cannot be read is found at its head, or is 0', () => {
  expect(['[12,"x",{', ' [ 5 ,', '[-5,1', '{"a":1}', '[99999999999,'].map(refOf)).toEqual([12, 5, 0, 0, 0])
})
