import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { encodeFrame } from './frames.ts'

/** What every string of every frame must look like (features.md 1.2). */
const SAFE = /^([^&<>"']|&(amp|lt|gt|quot|#39);)*$/

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const unescaped = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? '')

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#', '\n', '&amp;', 'é', '字') }),
)
const user = fc.record({ username: hostile, headerimg: hostile, login_time: hostile })
const frame = fc.oneof(
  fc.record({ type: fc.constant('handShake' as const), msg: hostile }),
  fc.record({ type: fc.constantFrom('login' as const, 'logout' as const), msg: hostile, user_list: fc.array(user) }),
  fc.record({ type: fc.constant('user' as const), from: hostile, msg: hostile, headerimg: hostile }),
  fc.record({ type: fc.constant('error' as const), code: hostile, msg: hostile, field: hostile, suggestion: hostile }),
)

test('[T-75] [D-22] every string of every frame leaves escaped, and reads as it was', () => {
  fc.assert(
    fc.property(frame, (said) => {
      const strings = stringsOf(JSON.parse(encodeFrame(said)))
      expect(strings.every((text) => SAFE.test(text))).toBe(true)
      expect(strings.map(unescaped)).toEqual(stringsOf(said))
    }),
  )
})

test('[D-22] a frame that is not escaped would be found', () => {
  expect(SAFE.test('<img src=x onerror=alert(1)>')).toBe(false)
  expect(SAFE.test('a & b')).toBe(false)
  expect(SAFE.test('" onload="')).toBe(false)
})
