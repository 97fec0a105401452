import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { openMessages, refusalOf } from '#tests/kit/message-house.ts'

const MINUTE_MS = 60_000

test('a message can be recalled for two minutes, and deleted at any time', async () => {
  const { house, clock, post, erase } = await openMessages()
  await post('one')
  await post('two')
  clock.move(2 * MINUTE_MS)
  await erase(1, 'recall')
  clock.move(1)
  expect(await refusalOf(erase(2, 'recall'))).toMatchObject({ code: 'expired', detail: { limit: limits.recallMs } })
  clock.move(400 * 24 * 60 * MINUTE_MS)
  await erase(2, 'delete')
  await house.close()
})

test('[P-5] a message can be edited for a day; what was stored in time stays stored', async () => {
  const { house, clock, handlers, ada, at, post, edit } = await openMessages()
  await post('one')
  clock.move(24 * 60 * MINUTE_MS)
  const input = { ...at(1), body: 'two' }
  const first = await handlers['message.edit'].handle(ada, input)
  clock.move(1)
  expect(await refusalOf(edit(1, 'three'))).toMatchObject({ code: 'expired', detail: { limit: limits.editMs } })
  expect(await handlers['message.edit'].handle(ada, input)).toEqual({ ...first, dup: true })
  await house.close()
})

test('[P-18] a clock that went back takes no right away', async () => {
  const { house, clock, post, edit, erase } = await openMessages()
  await post('one')
  clock.jump(-24 * 60 * MINUTE_MS)
  await edit(1, 'two')
  await erase(1, 'recall')
  const { lines } = await house.lines.before(ROOM, 99, 9)
  expect(lines[0]?.json).toContain('"erased":3')
  await house.close()
})

test('[P-7] the search index forgets a message and all its edits, in the transaction of the erasure', async () => {
  const { house, post, edit, erase, forgotten } = await openMessages()
  await post('one')
  await edit(1, 'two')
  await post('another')
  await edit(1, 'three')
  await erase(1, 'delete')
  expect(forgotten).toEqual([[1, 2, 4]])
  await house.close()
})

test('a refusal costs nobody else anything: what shares its commit is stored once', async () => {
  const { house, post, edit } = await openMessages()
  await post('one')
  const outcomes = await Promise.allSettled([edit(1, 'two'), edit(77, 'x'), post('two'), edit(1, 'three')])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect((await house.log.after(ROOM, 0, 99)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  await house.close()
})
