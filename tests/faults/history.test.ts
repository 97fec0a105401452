import { expect, test } from 'bun:test'
import path from 'node:path'
import { hashOf, hashText, seenEvent, toldOf } from './hash-of.ts'
import { monotonicMs } from './monotonic.ts'

test('one clock for all processes of a box', () => {
  const before = monotonicMs()
  const code = `import { monotonicMs } from ${JSON.stringify(path.join(import.meta.dir, 'monotonic.ts'))}; console.log(monotonicMs())`
  const { stdout } = Bun.spawnSync([process.execPath, '-e', code])
  const between = Number(stdout.toString())
  expect(between).toBeGreaterThan(before)
  expect(between).toBeLessThan(monotonicMs())
})

const event = { seq: 7, at: 1, type: 'message.posted', by: { id: 'p1', name: 'Ada', look: 2 }, cid: 'c1', body: 'tea' }

test('an event is the same by every road: its time, the order of its fields and the names of people do not count', () => {
  const { seq, at, ...others } = event
  const line = { now: { v: 9, pinned: { by: { id: 'p2', name: 'Bob' }, at: 3 } }, ...others, at: at + 1, seq }
  const renamed = { ...event, by: { id: 'p1', name: '—' } }
  const hashes = [event, line, renamed].map((one) => seenEvent(one)?.hash)
  expect(new Set(hashes).size).toBe(1)
  expect(seenEvent(line)?.now?.v).toBe(9)
})

test('its author, its words and its files do', () => {
  const others = [
    { ...event, by: { ...event.by, id: 'p2' } },
    { ...event, body: 'Tea' },
    { ...event, files: [{ id: 'f1' }] },
    { ...event, body: undefined, erased: 8 },
  ]
  const hashes = [event, ...others].map((one) => seenEvent(one)?.hash)
  expect(new Set(hashes).size).toBe(5)
  expect(hashOf({ a: 1, b: [2] })).toBe(hashOf({ b: [2], a: 1 }))
  expect(seenEvent('tea')).toBeNull()
})

test('its files are known by their ids', () => {
  expect(seenEvent({ ...event, files: [{ id: 'f1', name: 'a' }, { id: 'f2' }] })?.files).toEqual(['f1', 'f2'])
  expect(seenEvent(event)?.files).toBeUndefined()
})

test('what a push says of plain words, as long as it has room; of others nothing is known', () => {
  expect(toldOf({ body: ' tea  or\n茶 ' })).toBe(hashText('tea or 茶'))
  expect(toldOf({ body: 'a'.repeat(201) })).toBe(hashText(`${'a'.repeat(200)}…`))
  for (const unclear of [{ body: '**tea**' }, { body: '' }, { body: 'tea', files: [] }, {}])
    expect(toldOf(unclear)).toBeUndefined()
})
