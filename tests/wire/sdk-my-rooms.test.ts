import { expect, setDefaultTimeout, test } from 'bun:test'
import type { CommandInput, CommandName } from '#protocol/index.ts'
import type { MyRoom } from '#protocol/reading.ts'
import { type Client, createClient } from '#sdk/index.ts'
import { followMyRooms, type MyRooms } from '#sdk/my-rooms.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { SEED } from '#tests/kit/chance.ts'
import { seeded } from '#tests/kit/fake-platform.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newToken } from '#tests/kit/guest.ts'
import { PATIENCE_MS, TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)
const STEPS = 120

/** A device of somebody, that comes back quickly. */
async function connect(port: number, token: string, name: string) {
  const platform = createBunPlatform()
  const client = createClient({ platform, url: `ws://127.0.0.1:${port}/ws`, token })
  client.onStatus(({ name: status }) => {
    if (status === 'waiting') platform.after(50, client.retryNow)
  })
  client.start()
  await new Promise<void>((resolve) => client.onStatus(({ name: status }) => status === 'online' && resolve()))
  const { me } = await client.call('profile.set', { name, look: 1 })
  const list = followMyRooms({ client, platform })
  // The hello did not know yet that she would enter.
  list.ask()
  return { client, me, list }
}

/** Whether it is refused or lost does not matter here: the server's word at the end does. */
const tries = async <C extends CommandName>(client: Client, name: C, input: CommandInput<C>) =>
  client.call(name, input).catch(() => null)

const cid = () => crypto.randomUUID()
/** Without heads: what is no message rings no bell, so a list may be behind it. */
const byId = (rooms: readonly MyRoom[] | null) =>
  (rooms ?? []).map(({ head: _, ...mine }) => mine).toSorted((one, other) => (one.room.id < other.room.id ? -1 : 1))

/** Looks again whenever a list has changed; says what is not the same when none changes any more. */
async function untilEqual(lists: readonly MyRooms[], truth: () => Promise<readonly MyRoom[]>, seed: number) {
  let wake = (_isLate: boolean) => {}
  const stops = lists.map((list) => list.listen({ rooms: () => wake(false) }))
  for (let isLate = false; ; ) {
    const changed = new Promise<boolean>((resolve) => {
      wake = resolve
    })
    for (const list of lists) list.flush()
    const told = byId(await truth())
    const same = lists.every((list) => Bun.deepEquals(byId(list.rooms), told))
    if (isLate && !same) for (const list of lists) expect([seed, byId(list.rooms)]).toEqual([seed, told])
    if (same) {
      for (const stop of stops) stop()
      return told
    }
    const late = setTimeout(() => wake(true), PATIENCE_MS)
    isLate = await changed
    clearTimeout(late)
  }
}

test('[P-34] [P-27] state and pushes are the fresh state: the list of two devices over lines that are cut', async () => {
  const seed = SEED
  const random = seeded(seed)
  const pick = (most: number) => Math.floor(random() * most)
  await using server = await startServer({ env: { CLASSIC: 'off' } })
  await using proxy = await startProxy(server)
  const token = await newToken(server.url)
  const [laptop, phone] = [await connect(proxy.port, token, 'ada'), await connect(proxy.port, token, 'ada')]
  const bob = await connect(server.port, await newToken(server.url), 'bob')
  const direct = await connect(server.port, token, 'ada')
  direct.list.stop()
  const ada = laptop.me.id

  const rooms: string[] = []
  for (const name of ['one', 'two', 'three']) rooms.push((await bob.client.call('room.open', { name })).room.id)
  const made = await bob.client.call('room.make', { cid: cid(), title: 'own', access: 'private' })
  const chat = await bob.client.call('chat.open', { people: [ada] })
  rooms.push(made.room.id, chat.room.id)
  for (const room of rooms) await bob.client.call('room.join', { room })
  await bob.client.call('member.add', { room: made.room.id, cid: cid(), person: ada })
  for (const room of rooms) await direct.client.call('room.join', { room })

  const heads = new Map<string, number>()
  const device = () => [laptop, phone][pick(2)] ?? laptop
  const areOnline = () => [laptop, phone].every(({ client }) => client.status.name === 'online')
  const governs = { cid: '', person: ada }
  const deeds: ((room: string) => unknown)[] = [
    async (room) => {
      const mentions = pick(2) === 0 ? { mentions: [ada] } : {}
      const posted = await tries(bob.client, 'message.post', { room, cid: cid(), body: '@ada tea', ...mentions })
      if (posted) heads.set(room, posted.seq)
    },
    (room) =>
      tries(bob.client, 'message.erase', { room, cid: cid(), message: 1 + pick(heads.get(room) ?? 1), how: 'delete' }),
    (room) => device().list.markRead(room, 1 + pick((heads.get(room) ?? 0) + 3), pick(4) > 0),
    (room) =>
      device()
        .list.setLevel(room, (['all', 'mentions', 'none', null] as const)[pick(4)] ?? null)
        .catch(() => {}),
    (room) => tries(bob.client, 'room.change', { room, cid: cid(), title: `title ${pick(99)}` }),
    (room) => tries(direct.client, 'room.quit', { room, cid: cid() }),
    (room) => tries(direct.client, 'room.join', { room }),
    (room) => tries(bob.client, 'member.remove', { ...governs, room, cid: cid() }),
    (room) => tries(bob.client, 'member.ban', { ...governs, room, cid: cid() }),
    (room) => tries(bob.client, 'member.pardon', { ...governs, room, cid: cid() }),
    (room) => tries(bob.client, 'member.add', { ...governs, room, cid: cid() }),
    () => areOnline() && proxy.cutAfter(pick(2) === 0 ? { up: pick(300) } : { down: pick(900) }),
  ]
  for (let step = 0; step < STEPS; step++) {
    if (step === STEPS / 2) proxy.cut()
    // Messages and marks are what there is most of.
    const deed = pick(2) === 0 ? deeds[pick(3)] : deeds[pick(deeds.length)]
    await deed?.(rooms[pick(rooms.length)] ?? '')
  }
  proxy.cutAfter({})
  // That a socket was cut in its handshake is found after ten seconds only.
  for (const { client } of [laptop, phone])
    if (client.status.name === 'connecting') {
      client.stop()
      client.start()
    }
  // Of the others she may have been put out, or gone.
  for (const room of rooms.slice(0, 2)) {
    await tries(bob.client, 'member.pardon', { ...governs, room, cid: cid() })
    await tries(direct.client, 'room.join', { room })
    // The join does not wait for the list, this does.
    await tries(direct.client, 'room.set_level', { room, level: null })
  }
  const truth = await untilEqual(
    [laptop.list, phone.list],
    async () => (await direct.client.call('room.mine', {})).rooms,
    seed,
  )
  expect(truth.length).toBeGreaterThanOrEqual(2)
  expect(proxy.cuts).toBeGreaterThan(0)
  for (const { client, list } of [laptop, phone, bob, direct]) {
    list.stop()
    client.stop()
  }
})
