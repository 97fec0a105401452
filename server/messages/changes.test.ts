import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import type { Caller, Connection } from '#server/accounts/caller.ts'
import { Principal } from '#server/accounts/principals.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { createMessages } from './index.ts'

const MINUTE_MS = 60_000

/** Messages over a real log, a clock that tests move, and what the search index was told to forget. */
async function openMessages() {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  await house.begin()
  const forgotten: number[][] = []
  const { handlers } = createMessages({
    storage: house.storage,
    clock,
    log: house.log,
    lines: house.lines,
    secret: Buffer.from('secret'),
    bodyChars: 100,
    namesOf: async () => [],
    personOf: async () => null,
    forget: async (_tx, _room, seqs) => void forgotten.push([...seqs]),
    quota: {
      messagesBurst: 100,
      messagesPerSecond: 1,
      changesBurst: 100,
      changesPerSecond: 1,
      historyBurst: 100,
      historyPerSecond: 1,
    },
  })
  const ada = callerOf('p0000000000000ada')
  const at = (message: number) => ({ room: ROOM, cid: crypto.randomUUID(), message })
  const post = (body: string) => handlers['message.post'].handle(ada, { room: ROOM, cid: crypto.randomUUID(), body })
  const edit = (message: number, body: string) => handlers['message.edit'].handle(ada, { ...at(message), body })
  const erase = (message: number, how: 'recall' | 'delete') =>
    handlers['message.erase'].handle(ada, { ...at(message), how })
  return { house, clock, handlers, ada, at, post, edit, erase, forgotten }
}

function callerOf(id: string): Caller {
  const principal = new Principal({ id, kind: 'guest', name: id, look: 1, entered: true, seenMs: 0 })
  const connection: Connection = {
    id,
    joined: new Map(),
    leavesAtOnce: false,
    close() {},
    send() {},
    drained: () => Promise.resolve(),
    subscribe() {},
    unsubscribe() {},
  }
  return { principal, connection }
}

test('a message can be recalled for two minutes, and deleted at any time', async () => {
  const { house, clock, post, erase } = await openMessages()
  await post('one')
  await post('two')
  clock.move(2 * MINUTE_MS)
  await erase(1, 'recall')
  clock.move(1)
  await expect(erase(2, 'recall')).rejects.toMatchObject({ code: 'expired', detail: { limit: limits.recallMs } })
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
  await expect(edit(1, 'three')).rejects.toMatchObject({ code: 'expired', detail: { limit: limits.editMs } })
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
