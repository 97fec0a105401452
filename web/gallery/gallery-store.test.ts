import { afterAll, expect, test } from 'bun:test'
import type { GalleryFile } from '#protocol/files.ts'
import type { Client } from '#sdk/index.ts'
import { openModel } from '#tests/kit/client-on-model.ts'
import { client, me, turnToRoom } from '#web/store/session.ts'
import { sidePanel } from '#web/store/side-panel.ts'
import { keyOf } from './gallery-list.ts'
import { files, readMore, startStore, tab } from './gallery-store.ts'

afterAll(() => {
  client.value = null
  me.value = null
  sidePanel.value = null
})

const inPage = (message: number): GalleryFile => ({
  message,
  index: 0,
  at: message,
  by: { id: 'pother', name: 'other' },
  file: { id: `f${message}`, kind: 'picture', name: 'a.png', type: 'image/png', bytes: 1 },
})
const page = (...messages: number[]) => ({
  files: messages.map(inPage),
  next: { message: messages.at(-1) ?? 1, index: 0 },
})

test('[P-21] a page of a log that went back meanwhile is dropped: the newest stand first, and nothing is missing before them', async () => {
  const { server, world, connect } = openModel()
  for (const words of ['one', 'two', 'three']) server.says('tea', words)
  const asked: PromiseWithResolvers<ReturnType<typeof page>>[] = []
  const real = connect()
  const call: Client['call'] = (name, input) => {
    if (name !== 'room.files') return real.call(name, input)
    const answer = Promise.withResolvers<ReturnType<typeof page>>()
    asked.push(answer)
    return answer.promise as ReturnType<typeof call<typeof name>> // what is asked for here is room.files
  }
  client.value = { ...real, call }
  me.value = { id: 'pada', name: 'ada', look: 1, entered: true }
  turnToRoom('tea')
  await world.pass(100)
  startStore()
  sidePanel.value = 'files'
  const first = readMore()
  asked.at(-1)?.resolve(page(9, 8))
  await first
  const second = readMore()
  const late = asked.at(-1)
  server.room('tea').events.length = 1
  server.room('tea').epoch += "'"
  server.cutAll()
  await world.pass(3_000)
  expect(asked).toHaveLength(3)
  late?.resolve(page(7, 6))
  await second
  asked.at(-1)?.resolve(page(1))
  await Promise.resolve()
  await world.pass(100)
  expect(tab.value.load).toBe('idle')
  expect(files.value.map(keyOf)).toEqual(['1 0'])
})
