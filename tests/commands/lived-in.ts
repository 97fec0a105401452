import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import type { TestServer } from '#tests/kit/server.ts'

/** A house in which all has happened that can go wrong later. */
export type LivedIn = {
  room: string
  /** Numbers of messages: with edits and reactions, pinned, erased after an edit, with a file, with a file and erased. */
  changed: number
  pinned: number
  erased: number
  edit: number
  file: number
  erasedFile: number
  head: number
}

const text = (word: string): Uint8Array => Buffer.from(`${word} `.repeat(5_000))

/** Ada and Bob live in `tea` for a while; they stay. */
export async function liveIn(server: TestServer): Promise<LivedIn & { ada: Guest; bob: Guest }> {
  const ada = await bringGuest(server, { name: 'Ada', room: 'tea' })
  const bob = await bringGuest(server, { name: 'Bob', room: 'tea' })
  const room = ada.room.info?.id ?? ''
  await ada.tells(Array.from({ length: 30 }, (_, at) => `${at} 茶馆 tea house https://example.com/${at}`))
  const at = (message: number) => ({ room, cid: crypto.randomUUID(), message })
  const [changed, pinned, erased] = [3, 4, 5]
  await ada.client.call('message.edit', { ...at(changed), body: 'mended' })
  await ada.client.call('message.edit', { ...at(changed), body: 'mended again' })
  for (const who of [ada, bob]) await who.client.call('message.react', { ...at(changed), kind: '🍵', on: true })
  await bob.client.call('message.react', { ...at(changed), kind: '👍', on: true })
  await bob.client.call('message.react', { ...at(changed), kind: '👍', on: false })
  await ada.client.call('message.pin', { ...at(pinned), on: true })
  await bob.client.call('message.react', { ...at(pinned), kind: '🍵', on: true })
  const { seq: edit } = await ada.client.call('message.edit', { ...at(erased), body: 'gone soon' })
  await ada.client.call('message.erase', { ...at(erased), how: 'delete' })
  const file = await sendFiles(server.url, bob, [{ name: 'plan.txt', bytes: text('plan') }], 'see')
  const erasedFile = await sendFiles(server.url, bob, [{ name: 'gone.txt', bytes: text('gone') }], 'x')
  const { seq: head } = await bob.client.call('message.erase', { ...at(erasedFile), how: 'delete' })
  return { room, changed, pinned, erased, edit, file, erasedFile, head, ada, bob }
}
