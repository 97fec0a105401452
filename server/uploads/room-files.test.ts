import { expect, test } from 'bun:test'
import { newFileId } from '#server/kit/ids.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { attachFiles, deleteFilesOf, insertFile } from './file-rows.ts'
import { filesOfRoom } from './room-files.ts'

test('[P-7] what is erased while its room is read is not read any more', async () => {
  const house = await openLogHouse()
  const { storage } = house
  for (const seq of [1, 2, 3]) {
    const file = { id: newFileId(), kind: 'file', name: `${seq}`, type: 't/t', bytes: 1 } as const
    const kept = { owner: 'p', room: ROOM, file, hash: 'h', thumb: null, bytes: 1, atMs: 1 }
    await storage.write(async ({ sql }) => {
      await insertFile(sql, kept)
      await attachFiles(sql, seq, [file])
    })
  }
  const names: string[] = []
  for await (const { seq, file } of filesOfRoom(storage.read, ROOM, 9)) {
    names.push(file.name)
    if (seq === 1) await storage.write(({ sql }) => deleteFilesOf(sql, ROOM, 2))
  }
  expect(names).toEqual(['1', '3'])
  await house.close()
})
