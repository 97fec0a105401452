import { afterEach, beforeAll, expect, mock, test } from 'bun:test'
import { createClient, Disconnected, Refused } from '#sdk/index.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { client } from '#web/store/session.ts'
import { loadWords } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { addressOf, draft, make, makeTrouble, write } from './make-store.ts'
import { change, changed, differences, forgetChange, save, saveTrouble } from './settings-store.ts'

const made = { id: 'r', name: 'tea', title: 'Tea', access: 'open' as const }
const call = mock()
/** It is never started: what is asked of it goes to `call`. */
const offline = createClient({ platform: createBunPlatform(), url: 'ws://nowhere' })

beforeAll(async () => {
  await loadWords('en')
})
afterEach(() => {
  call.mockReset()
  client.value = null
  write({ title: '', topic: '', access: 'open', name: null, accent: null })
  forgetChange()
})

/** A server that answers as it is told; what was asked stands in `call`. */
function answer(by: () => unknown): void {
  call.mockImplementation(async () => by())
  client.value = { ...offline, call }
}
function refuse(error: Error): () => never {
  return () => {
    throw error
  }
}
const asked = (at: number): Record<string, unknown> => call.mock.calls[at]?.[1]

test('what is written is asked for, trimmed; a room that is not open has no wished address', async () => {
  answer(() => ({ room: made }))
  write({ title: ' Tea ', topic: ' Leaves ', accent: 45, name: 'my-tea' })
  expect(await make()).toEqual(made)
  expect(asked(0)).toEqual({
    cid: expect.any(String),
    title: 'Tea',
    topic: 'Leaves',
    access: 'open',
    accent: 45,
    name: 'my-tea',
  })
  expect(draft.value.title).toBe('')
  write({ title: 'Quiet', access: 'private', name: 'left-over' })
  await make()
  expect(asked(1)).toEqual({ cid: expect.any(String), title: 'Quiet', access: 'private' })
})

test('nothing that was written is lost on a refusal, and what is wrong stands at its field', async () => {
  answer(refuse(new Refused({ code: 'name_taken', suggestion: 'tea-2' })))
  write({ title: 'Tea', topic: 'Leaves' })
  expect(await make()).toBeNull()
  expect(makeTrouble.value).toMatchObject({ field: 'name', suggestion: 'tea-2' })
  expect([draft.value.title, draft.value.topic]).toEqual(['Tea', 'Leaves'])
  write({ title: '  ' })
  await make()
  expect(makeTrouble.value).toEqual({ field: 'title', text: roomWords().make.empty })
  write({ title: 'x'.repeat(60) })
  await make()
  expect(makeTrouble.value).toEqual({ field: 'title', text: roomWords().make.over(12) })
  // What can be seen here is not asked for.
  expect(call).toHaveBeenCalledTimes(1)
})

test('[HOUSE-11] after a lost answer the same wish goes out under the same id, another wish under another', async () => {
  answer(refuse(new Disconnected()))
  write({ title: 'Tea' })
  await make()
  expect(makeTrouble.value).toEqual({ field: 'all', text: roomWords().make.offline })
  await make()
  write({ title: 'Tea room' })
  await make()
  const cids = [0, 1, 2].map((at) => asked(at)['cid'])
  expect(cids[0]).toBe(cids[1])
  expect(cids[1]).not.toBe(cids[2])
})

test('the address follows the title until one writes one', () => {
  write({ title: 'Weekend hike' })
  expect(addressOf(draft.value)).toBe('weekend-hike')
  write({ name: 'hike' })
  write({ title: 'Another' })
  expect(addressOf(draft.value)).toBe('hike')
})

test('only what differs is changed; what somebody else changes meanwhile stays', async () => {
  answer(() => ({ seq: 1 }))
  const room = { ...made, topic: 'Old', accent: 15 }
  change(room, { topic: 'New' })
  change(room, { title: 'Tea', accent: null })
  expect(changed({ ...room, title: 'Renamed' }).title).toBe('Tea')
  expect(differences(room)).toEqual({ topic: 'New', accent: null })
  expect(await save(room)).toBe(true)
  expect(asked(0)).toEqual({ room: 'r', cid: expect.any(String), topic: 'New', accent: null })
  // Nothing left to save.
  expect(await save(room)).toBe(true)
  expect(call).toHaveBeenCalledTimes(1)
})

test('a change that was refused or lost stays, and goes out again under its id', async () => {
  answer(refuse(new Disconnected()))
  change(made, { topic: 'New' })
  expect(await save(made)).toBe(false)
  expect(saveTrouble.value).toEqual({ field: 'all', text: roomWords().settings.offline })
  await save(made)
  expect(asked(0)).toEqual(asked(1))
  answer(refuse(new Refused({ code: 'forbidden' })))
  await save(made)
  expect(saveTrouble.value?.text).toBe(roomWords().settings.forbidden)
  expect(differences(made)).toEqual({ topic: 'New' })
})
