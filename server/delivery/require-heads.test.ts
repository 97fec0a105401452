import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import { StorageRefused } from '#server/storage/database.ts'
import { noteBackup } from '#server/storage/newest-backup.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { requireHeads } from './require-heads.ts'

let house: Awaited<ReturnType<typeof openLogHouse>>
beforeEach(async () => {
  house = await openLogHouse()
})
afterEach(() => house.close())

const pathOf = () => join(house.folder, 'house.sqlite')
const looks = () => requireHeads(house.database.read, pathOf())
const harm = (statement: (sql: Parameters<Parameters<typeof house.storage.write>[0]>[0]['sql']) => unknown) =>
  house.storage.write(async ({ sql }) => void (await statement(sql)))

test('[P-16] a room without events, and one whose head is its newest event, are as they should be', async () => {
  await looks()
  await house.begin()
  await looks()
  await house.post('a')
  await house.post('b')
  await looks()
})

test('[P-16] [F-7] a head that its log does not know is refused with its room, and with what to do', async () => {
  await house.begin()
  await house.post('a')
  await house.post('b')
  const wrong = async () => {
    const error = await looks().catch((reason: unknown) => reason)
    if (!(error instanceof StorageRefused)) throw new Error(`it was not refused: ${error}`)
    return error.message
  }
  await harm((sql) => sql`update room_heads set seq = 3`)
  expect(await wrong()).toBe(
    `${pathOf()}: in room ${ROOM} the head says 3, but the log ends at 2. Restore the newest backup; “npx teahouse verify” says what else is wrong.`,
  )
  noteBackup(house.folder, { path: '/nowhere/backup.tar', atMs: 0 })
  await harm((sql) => sql`update room_heads set seq = 1`)
  expect(await wrong()).toContain('the head says 1, but the log ends at 2. Restore the newest backup; ')
  noteBackup(house.folder, { path: pathOf(), atMs: 0 })
  await harm((sql) => sql`delete from events`)
  expect(await wrong()).toContain(`the head says 1, but the log is empty. Restore the newest backup, ${pathOf()}; `)
  await harm((sql) => sql`delete from room_heads`)
  expect(await wrong()).toContain('the log has no head.')
})
