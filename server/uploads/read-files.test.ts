import { expect, test } from 'bun:test'
import type { File, FileKind, GalleryKind } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import { newFileId } from '#server/kit/ids.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { ADA, openMessages } from '#tests/kit/message-house.ts'
import { insertFile } from './file-rows.ts'
import { createReadFiles } from './read-files.ts'

test('the gallery has the files of a room, newest first, page by page; what is erased is not there', async () => {
  const house = await openMessages()
  const { ada, clock, handlers } = house
  const { storage, log } = house.house
  const reading = new Limiter({ burst: 100, perSecond: 1 }, clock.steadyMs)
  const readFiles = createReadFiles({ storage, log, reading })

  async function says(...kinds: FileKind[]): Promise<void> {
    const ids = kinds.map(() => newFileId())
    for (const [at, kind] of kinds.entries()) {
      const file: File = { id: ids[at] ?? '', kind, name: `${kind} ${at}`, type: 't/t', bytes: 1 }
      const kept = { owner: ADA, room: ROOM, file, hash: 'h', thumb: null, bytes: 1, atMs: 1 }
      await storage.write(({ sql }) => insertFile(sql, kept))
    }
    await handlers['message.post'].handle(ada, {
      room: ROOM,
      cid: crypto.randomUUID(),
      body: '',
      files: ids.map((id) => ({ id })),
    })
  }

  async function all(kind: GalleryKind, limit: number): Promise<string[]> {
    const names: string[] = []
    for (let before: { message: number; index: number } | undefined; ; ) {
      const page = await readFiles(ada, {
        room: ROOM,
        kind,
        limit,
        ...(before && { before }),
      })
      names.push(...page.files.map(({ message, index, file }) => `${message}.${index} ${file.name}`))
      if (!page.next) return names
      before = page.next
    }
  }

  await says('picture', 'file', 'video')
  await says('picture')
  await says('voice', 'picture')
  for (const limit of [1, 2, 3, limits.galleryFiles]) {
    expect(await all('pictures', limit)).toEqual(['3.1 picture 1', '2.0 picture 0', '1.2 video 2', '1.0 picture 0'])
    expect(await all('files', limit)).toEqual(['3.0 voice 0', '1.1 file 1'])
  }
  await handlers['message.erase'].handle(ada, { room: ROOM, cid: crypto.randomUUID(), message: 1, how: 'delete' })
  expect(await all('files', 50)).toEqual(['3.0 voice 0'])
  expect(await all('pictures', 50)).toHaveLength(2)
  const [plan] = await storage.read<{ detail: string }[]>`
    explain query plan select f.id from files f
    where f.room_id = 'x' and f.kind = 'picture' and f.seq is not null and (f.seq, f.place) < (${9}, ${0})
    order by f.seq desc, f.place desc limit 5`
  expect(plan?.detail).toContain('files_by_room')
  await house.house.close()
})

test('[HOUSE-12] a page of the gallery fits into a frame, however long names and descriptions are; none is left out', async () => {
  const house = await openMessages()
  const { ada, clock, handlers } = house
  const { storage, log } = house.house
  const readFiles = createReadFiles({
    storage,
    log,
    reading: new Limiter({ burst: 100, perSecond: 1 }, clock.steadyMs),
  })
  const [name, alt] = [limits.fileNameChars, limits.altChars].map((chars) => '🍵'.repeat(chars))
  for (let message = 1; message <= 3; message++) {
    const ids = Array.from({ length: limits.messageFiles }, () => newFileId())
    for (const id of ids) {
      const file: File = { id, kind: 'file', name: name ?? '', type: 't/t', bytes: 1 }
      const kept = { owner: ADA, room: ROOM, file, hash: 'h', thumb: null, bytes: 1, atMs: 1 }
      await storage.write(({ sql }) => insertFile(sql, kept))
    }
    const files = ids.map((id) => ({ id, alt: alt ?? '' }))
    await handlers['message.post'].handle(ada, { room: ROOM, cid: crypto.randomUUID(), body: '', files })
  }
  const places: string[] = []
  for (let before: { message: number; index: number } | undefined; ; ) {
    const page = await readFiles(ada, { room: ROOM, kind: 'files', ...(before && { before }) })
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(limits.frameBytes + 200)
    places.push(...page.files.map(({ message, index }) => `${message}.${index}`))
    if (!page.next) break
    before = page.next
  }
  expect(new Set(places).size).toBe(30)
  expect(places).toHaveLength(30)
  await house.house.close()
})
