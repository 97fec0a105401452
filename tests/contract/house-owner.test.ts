import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { claimCode, codeShown } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

async function greeted(token: string) {
  const talker = await Talker.connect(server)
  const welcome = v.parse(commands.hello.reply, await talker.ok('hello', { v: 1, token }))
  return { talker, welcome }
}

async function person(name: string) {
  const token = await newToken(server.url)
  const { talker, welcome } = await greeted(token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, token, welcome }
}

test('[T-72] the code stands on the console alone; five wrong tries hold up who made them, and nobody else', async () => {
  const code = await claimCode(server)
  expect(JSON.stringify(server.lines)).not.toContain(code)
  const [ada, eve] = [await person('ada of tries'), await person('eve of tries')]
  expect(ada.welcome.claimable).toBe(true)
  expect(ada.welcome.me).not.toHaveProperty('owner')
  expect(await (await Talker.looker(server)).refusal('owner.claim', { code })).toBe('login_first')
  for (let n = 0; n < 5; n++)
    expect(await eve.talker.refusal('owner.claim', { code: `nonsense ${n}` })).toBe('forbidden')
  expect((await eve.talker.ask('owner.claim', { code })).body).toMatchObject({
    code: 'rate_limited',
    retry_after_ms: expect.any(Number),
  })
  // Strangers who guess cannot keep out whoever has the code.
  expect(await ada.talker.refusal('owner.claim', { code: 'nonsense' })).toBe('forbidden')
})

test('[T-72] [T-83] of two who claim at once one owns the house; a code is used once, and each start has its own', async () => {
  const old = await claimCode(server)
  const from = server.words.length
  await server.restart()
  const code = await claimCode(server, from)
  expect(code).not.toBe(old)
  const [ada, bob] = [await person('ada of the house'), await person('bob of the house')]
  expect(await bob.talker.refusal('owner.claim', { code: old })).toBe('forbidden')
  const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  const both = [ada, bob].map(({ talker }) => talker.refusal('owner.claim', { code: typed }))
  expect((await Promise.all(both)).toSorted()).toEqual(['expired', 'ok'])
  const [owner, other] = (await both[0]) === 'ok' ? [ada, bob] : [bob, ada]
  expect(await other.talker.refusal('owner.claim', { code })).toBe('expired')
  // An answer that was lost: the same again is the same.
  expect(await owner.talker.refusal('owner.claim', { code })).toBe('ok')

  const again = await greeted(owner.token)
  expect(again.welcome.me).toMatchObject({ owner: true })
  expect(again.welcome).not.toHaveProperty('claimable')
  expect((await greeted(other.token)).welcome.me).not.toHaveProperty('owner')
  const named = await again.talker.ok('profile.set', { name: 'owner of the house', look: 2 })
  expect(named).toMatchObject({ me: { owner: true } })

  await governs(again.talker)

  const later = server.words.length
  await server.restart()
  const returned = await greeted(owner.token)
  expect(returned.welcome.me).toMatchObject({ owner: true })
  expect(codeShown(server, later)).toBeUndefined()

  await returned.talker.ok('me.delete', { cid: crypto.randomUUID() })
  const now = await person('after the owner')
  expect(now.welcome).not.toHaveProperty('claimable')
  expect(await now.talker.refusal('owner.claim', { code })).toBe('expired')
  const last = server.words.length
  await server.restart()
  expect(await now.talker.closed).toBeGreaterThan(0)
  const { talker, welcome } = await person('the next one')
  expect(welcome.claimable).toBe(true)
  expect(await talker.refusal('owner.claim', { code: await claimCode(server, last) })).toBe('ok')
})

/** [T-72] [T-1] The owner of the house is as good as the owner of what is open, and sees nothing of what is private. */
async function governs(owner: Talker): Promise<void> {
  const [cyd, dee] = [await Talker.guest(server, 'cyd of rooms'), await Talker.guest(server, 'dee of rooms')]
  const make = async (access: string) => {
    const made = await cyd.ok('room.make', { cid: crypto.randomUUID(), title: `Tea ${access}`, access })
    return v.parse(commands['room.make'].reply, made).room.id
  }
  const change = (who: Talker, room: string) =>
    who.refusal('room.change', { room, cid: crypto.randomUUID(), topic: `tea ${who.id}` })
  for (const access of ['open', 'link']) {
    const room = await make(access)
    expect([access, await change(dee, room), await change(owner, room)]).toEqual([access, 'forbidden', 'ok'])
  }
  const chat = v.parse(commands['chat.open'].reply, await cyd.ok('chat.open', { people: [dee.id] })).room.id
  for (const room of [await make('private'), chat, 'r000000000000']) {
    const message = { room, cid: crypto.randomUUID(), body: 'x' }
    expect(await change(owner, room)).toBe('not_found')
    for (const [command, input] of Object.entries({
      'room.join': { room },
      'room.history': { room },
      'room.members': { room },
      'message.post': message,
      'message.forward': { room, cid: crypto.randomUUID(), from: { room, message: 1 } },
      'search.messages': { rooms: [room], text: 'x' },
    }))
      expect([command, await owner.refusal(command, input)]).toEqual([command, 'not_found'])
    if (room !== 'r000000000000') expect(await cyd.refusal('room.history', { room })).toBe('ok')
  }
}
