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

type Opened = { stream: ReadableStream<Uint8Array> }
const reader = { locale: 'en' as const, timeZone: 'UTC' }

async function openExports(quota: { exportsPerPerson: number; exportsOpen: number }) {
  const house = await openLogHouse()
  await house.begin()
  const { storage, log, lines } = house
  const exports = createExports({
    ...{ clock: new FakeClock(), diary: silent, log, lines, storage },
    rooms: { findRoom: async () => info, findStanding: async () => visitor },
    blobs: { read: () => Promise.reject(new Error('there are no files')) },
    quota: { exportsPerHour: 100, exportsAtOnce: 2, ...quota },
  })
  const ask = (at: number, network = 'near'): Promise<Opened> =>
    exports.open(async () => person(at), { room: ROOM, kind: 'ndjson', reader, network })
  const mayAsk = (at: number, network: string) => exports.requireOpen(person(at), { room: ROOM, network })
  return { house, ask, mayAsk }
}

test('[T-63] however many ask in one moment, no more files are open than may be, and each place is given back once', async () => {
  const { house, ask } = await openExports({ exportsPerPerson: 1, exportsOpen: 2 })
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

test('[T-63] [HOUSE-12] sixteen people with two files each keep nobody out: who has none takes the oldest place of who has most', async () => {
  const { house, ask, mayAsk } = await openExports({ exportsPerPerson: 2, exportsOpen: 32 })
  const held: Opened[] = []
  for (let at = 0; at < 32; at++) held.push(await ask(at >> 1))
  // Saying that one would get it takes nothing away.
  await mayAsk(50, 'near')
  const late = await ask(50)
  expect(await new Response(late.stream).text()).toContain('"teahouse":"room"')
  const ends = held.map(({ stream }) => new Response(stream).text().then(() => 'whole', String))
  expect((await Promise.all(ends)).filter((end) => end !== 'whole')).toEqual([
    'Error: The place of this reader was needed',
  ])
  expect(await ends[0]).not.toBe('whole')
  await house.close()
})

test('[T-63] [HOUSE-12] thirty-two people of one network keep nobody of another one out, and take nothing back', async () => {
  const { house, ask } = await openExports({ exportsPerPerson: 2, exportsOpen: 32 })
  const held: Opened[] = []
  for (let at = 0; at < 32; at++) held.push(await ask(at))
  await expect(ask(40)).rejects.toThrow(Refusal)
  const late = await ask(50, 'far')
  await expect(ask(41)).rejects.toThrow(Refusal)
  expect(await new Response(late.stream).text()).toContain('"teahouse":"room"')
  for (const { stream } of held.slice(1)) await stream.cancel()
  await house.close()
})
