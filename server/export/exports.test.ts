import { expect, test } from 'bun:test'
import { Principal } from '#server/accounts/principals.ts'
import { createLog } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { createExports } from './index.ts'

const silent = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: () => 0 })
const info = { id: ROOM, name: 'x', title: 'x', access: 'open' as const }
const visitor = { access: 'open' as const, role: null, banned: false, archived: false, chat: false }

/** Somebody with a name, in the room. */
function person(at: number): Principal {
  const row = { id: `p${at}`, kind: 'guest' as const, name: `${at}`, look: 0, entered: true, seenMs: 0 }
  return Object.assign(new Principal(row), { joined: () => true })
}

test('[T-63] however many ask in one moment, no more files are open than may be, and each place is given back once', async () => {
  const house = await openLogHouse()
  await house.begin()
  const { storage, log, lines } = house
  const exports = createExports({
    ...{ clock: new FakeClock(), diary: silent, log, lines, storage },
    rooms: { findRoom: async () => info, findStanding: async () => visitor },
    blobs: { read: () => Promise.reject(new Error('there are no files')) },
    quota: { exportsPerHour: 100, exportsAtOnce: 2, exportsPerPerson: 1, exportsOpen: 2 },
  })
  const reader = { locale: 'en' as const, timeZone: 'UTC' }
  const ask = (at: number) => exports.open(async () => person(at), { room: ROOM, kind: 'ndjson', reader })

  for (let round = 0; round < 2; round++) {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => ask(at)))
    const opened = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect([opened.length, refused.length]).toEqual([2, 8])
    expect(refused.every((reason) => reason instanceof Refusal && reason.code === 'busy')).toBe(true)
    for (const { stream } of opened) await stream.cancel()
  }
  await house.close()
})
