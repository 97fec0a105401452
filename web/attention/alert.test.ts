import { expect, test } from 'bun:test'
import { alertOf, type Standing } from './alert.ts'
import type { Incoming } from './incoming.ts'

const away: Standing = {
  attentive: false,
  following: true,
  quiet: 'off',
  sound: 'mentions',
  notify: 'mentions',
  level: null,
}
const one = (seq: number, what: Partial<Incoming> = {}): Incoming => ({
  message: {
    type: 'message.posted',
    seq,
    at: 0,
    by: { id: 'pbob', name: 'Bob', look: 1 },
    cid: `c${seq}`,
    body: `m${seq}`,
  },
  forMe: false,
  live: true,
  ...what,
})
const mention = (seq: number) => one(seq, { forMe: true })
/** The tone, and the numbers of what is notified. */
const told = (incoming: readonly Incoming[], standing: Partial<Standing> = {}) => {
  const { tone, notice } = alertOf(incoming, { ...away, ...standing })
  return [tone, ...notice.map(({ message }) => message.seq)]
}

test('[UX-25] by default mentions are heard and notified, and nothing else', () => {
  expect(told([one(1)])).toEqual([null])
  expect(told([one(1), mention(2), mention(3)])).toEqual(['mention', 2, 3])
})

test('[UX-25] each has its own level', () => {
  const both = [one(1), mention(2)]
  expect(told([one(1)], { sound: 'all', notify: 'off' })).toEqual(['message'])
  expect(told(both, { sound: 'all', notify: 'all' })).toEqual(['mention', 1, 2])
  expect(told(both, { sound: 'off', notify: 'all' })).toEqual([null, 1, 2])
})

test('[UX-25] catch-up is silent, and so is do not disturb', () => {
  const all = { sound: 'all', notify: 'all' } as const
  expect(told([one(1, { live: false }), one(2, { forMe: true, live: false })], all)).toEqual([null])
  expect(told([mention(1)], { ...all, quiet: 'on' })).toEqual([null])
})

test('who sees it come needs no bell; who reads further up hears it, and is not notified', () => {
  expect(told([mention(1)], { attentive: true })).toEqual([null])
  expect(told([mention(1)], { attentive: true, following: false })).toEqual(['mention'])
})

test('[UX-25] the level of a room goes before that of the device, and never over its silence', () => {
  const both = [one(1), mention(2)]
  expect(told(both, { level: 'none' })).toEqual([null])
  expect(told(both, { level: 'all' })).toEqual(['mention', 1, 2])
  expect(told(both, { level: 'mentions', sound: 'all', notify: 'all' })).toEqual(['mention', 2])
  expect(told(both, { level: 'all', sound: 'off', notify: 'off' })).toEqual([null])
  expect(told(both, { level: 'all', quiet: 'on' })).toEqual([null])
})
