import { expect, test } from 'bun:test'
import type { File } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import { newFileId } from '#server/kit/ids.ts'
import { insertFile } from '#server/uploads/index.ts'
import { bytesOfPerson } from '#server/uploads/space-rows.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { ADA, BOB, openMessages, refusalOf } from '#tests/kit/message-house.ts'

type House = Awaited<ReturnType<typeof openMessages>>
const cid = (): string => crypto.randomUUID()
const OTHER = 'r0000000000bb'

/** A file that somebody has uploaded into a room. */
async function uploaded({ house }: House, owner: string, room = ROOM): Promise<File> {
  const file: File = {
    id: newFileId(),
    kind: 'picture',
    name: 'a.jpg',
    type: 'image/jpeg',
    bytes: 9,
    width: 3,
    height: 2,
  }
  const kept = { owner, room, file, hash: 'h', thumb: { hash: 't', type: 'image/webp' }, bytes: 12, atMs: 1 }
  await house.storage.write(({ sql }) => insertFile(sql, kept))
  return file
}

const wires = async ({ house }: House) =>
  (await house.log.after(ROOM, 0, 99)).map(({ json }): Record<string, unknown> => JSON.parse(json))
const rows = ({ house }: House) =>
  house.storage.read<
    { id: string; seq: number | null; bytes: number }[]
  >`select id, seq, bytes from files order by rowid`

test('[P-5] a message shows its files in order, with what they are said to show; again with the same cid nothing is new', async () => {
  const house = await openMessages()
  const [one, two] = [await uploaded(house, ADA), await uploaded(house, ADA)]
  const post = { room: ROOM, cid: cid(), body: ' ', files: [{ id: two.id, alt: ' a cup ' }, { id: one.id }] }
  const first = await house.handlers['message.post'].handle(house.ada, post)
  expect(await wires(house)).toMatchObject([{ body: '', files: [{ ...two, alt: 'a cup' }, one] }])
  expect(await house.handlers['message.post'].handle(house.ada, post)).toEqual({ ...first, dup: true })
  const other = { ...post, files: [{ id: one.id }] }
  expect(await refusalOf(house.handlers['message.post'].handle(house.ada, other))).toMatchObject({
    code: 'client_id_conflict',
  })
  await house.house.close()
})

test('[T-8] no file of others, of another room, in another message, twice, or with too many words', async () => {
  const house = await openMessages()
  const [mine, used] = [await uploaded(house, ADA), await uploaded(house, ADA)]
  const post = (files: { id: string; alt?: string }[], body = '') =>
    house.handlers['message.post'].handle(house.ada, { room: ROOM, cid: cid(), body, files })
  await post([{ id: used.id }])
  const bad = [
    [{ id: (await uploaded(house, BOB)).id }],
    [{ id: (await uploaded(house, ADA, OTHER)).id }],
    [{ id: mine.id }, { id: used.id }],
    [{ id: newFileId() }],
  ]
  for (const files of bad) expect(await refusalOf(post(files, 'caption'))).toMatchObject({ code: 'not_found' })
  expect(await refusalOf(post([{ id: mine.id }, { id: mine.id }]))).toMatchObject({ code: 'bad_field' })
  const alt = 'x'.repeat(limits.altChars + 1)
  expect(await refusalOf(post([{ id: mine.id, alt }]))).toMatchObject({ code: 'too_long' })
  expect(await wires(house)).toHaveLength(1)
  // After all of these it waits still.
  await post([{ id: mine.id }])
  await house.house.close()
})

test('[P-7] words under files may go, and come; with the message the files go', async () => {
  const house = await openMessages()
  const file = await uploaded(house, ADA)
  const { handlers, ada } = house
  await handlers['message.post'].handle(ada, { room: ROOM, cid: cid(), body: 'caption', files: [{ id: file.id }] })
  await handlers['message.post'].handle(ada, { room: ROOM, cid: cid(), body: 'plain' })
  const edit = (message: number, body: string) =>
    handlers['message.edit'].handle(ada, { room: ROOM, cid: cid(), message, body })
  await edit(1, '')
  await edit(1, 'another')
  expect(await refusalOf(edit(2, ''))).toMatchObject({ code: 'empty' })
  await handlers['message.erase'].handle(ada, { room: ROOM, cid: cid(), message: 1, how: 'delete' })
  expect(await rows(house)).toEqual([])
  expect(JSON.stringify(await wires(house))).not.toContain(file.id)
  await house.house.close()
})

test('[T-8] a forwarded file has an id of its own, and takes no space; it stays when the first one goes', async () => {
  const house = await openMessages()
  const file = await uploaded(house, ADA)
  const { handlers, ada, bob } = house
  await handlers['message.post'].handle(ada, { room: ROOM, cid: cid(), body: 'caption', files: [{ id: file.id }] })
  const forward = { room: ROOM, cid: cid(), from: { room: ROOM, message: 1 } }
  await handlers['message.forward'].handle(bob, forward)
  await handlers['message.forward'].handle(bob, forward)
  expect((await rows(house)).map(({ bytes }) => bytes)).toEqual([12, 0])
  await handlers['message.erase'].handle(ada, { room: ROOM, cid: cid(), message: 1, how: 'delete' })
  const [copy, ...more] = await rows(house)
  expect(more).toEqual([])
  expect(copy).toMatchObject({ seq: 2 })
  expect(copy?.id).not.toBe(file.id)
  expect((await wires(house))[1]).toMatchObject({ body: 'caption', files: [{ ...file, id: copy?.id }] })
  await house.house.close()
})

test('[T-66] whoever forwards and erases has no more space for it: what is kept counts for who holds it, the sender first', async () => {
  const house = await openMessages()
  const file = await uploaded(house, ADA)
  const { handlers, ada, bob } = house
  const { storage } = house.house
  const used = async () => [await bytesOfPerson(storage.read, ADA), await bytesOfPerson(storage.read, BOB)]
  const forward = (who: typeof ada, message: number) =>
    handlers['message.forward'].handle(who, { room: ROOM, cid: cid(), from: { room: ROOM, message } })
  const erase = (who: typeof ada, message: number) =>
    handlers['message.erase'].handle(who, { room: ROOM, cid: cid(), message, how: 'delete' })
  await handlers['message.post'].handle(ada, { room: ROOM, cid: cid(), body: '', files: [{ id: file.id }] })
  await forward(bob, 1)
  await forward(ada, 2)
  expect(await used()).toEqual([12, 0])
  await erase(ada, 1)
  expect(await used()).toEqual([12, 0])
  await erase(ada, 3)
  expect(await used()).toEqual([0, 12])
  await erase(bob, 2)
  expect(await used()).toEqual([0, 0])
  await house.house.close()
})

test('[P-7] cards are an event of the message, gone with it and with their link; who wants none gets none', async () => {
  const house = await openMessages()
  const { handlers, ada, bob } = house
  await handlers['message.post'].handle(ada, { room: ROOM, cid: cid(), body: 'https://tea.example/' })
  const hide = (who: typeof ada) => handlers['message.hide_cards'].handle(who, { room: ROOM, cid: cid(), message: 1 })
  expect(await refusalOf(Promise.resolve().then(() => hide(bob)))).toMatchObject({ code: 'forbidden' })
  await hide(ada)
  expect(await hide(ada)).toMatchObject({ seq: 2, dup: true })
  expect((await wires(house))[1]).toMatchObject({ type: 'message.carded', message: 1, cards: [], off: true })
  await house.house.close()
})
