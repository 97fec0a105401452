import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { limits } from '#protocol/limits.ts'
import { marksPush } from '#protocol/members.ts'
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

async function two(name: string) {
  const token = await newToken(server.url)
  const [ada, phone] = [await Talker.looker(server, token), await Talker.looker(server, token)]
  await ada.ok('profile.set', { name: `ada ${name}`, look: 1 })
  const bob = await Talker.guest(server, `bob ${name}`)
  return { ada, phone, bob, token }
}

const marksOf = async (talker: Talker) => v.parse(marksPush, await talker.ok('me.marks', {}))
const toldTo = ({ pushed }: Talker) => pushed.filter(({ kind }) => kind === 'marks').map(({ body }) => body)

test('[T-14] [T-9] marks are told to all connections of whoever made them, and to nobody else', async () => {
  const { ada, phone, bob, token } = await two('of marks')
  const person = bob.id
  expect(await marksOf(ada)).toEqual({ ignored: [], refused: [] })
  await ada.ok('person.mark', { person, ignored: true })
  await ada.ok('person.mark', { person, refused: true })
  const him = { id: person, name: 'bob of marks', look: 1 }
  expect(await marksOf(phone)).toEqual({ ignored: [him], refused: [him] })
  for (const own of [ada, phone]) {
    await own.hearsWhen(() => toldTo(own).length >= 2)
    expect(toldTo(own)).toEqual([
      { ignored: [him], refused: [] },
      { ignored: [him], refused: [him] },
    ])
  }
  await ada.ok('person.mark', { person, ignored: false })
  expect(await marksOf(await Talker.looker(server, token))).toEqual({ ignored: [], refused: [him] })
  // What is so already is no news.
  await ada.ok('person.mark', { person, ignored: false, refused: true })
  await ada.ok('person.mark', { person })
  await ada.hearsWhen(() => toldTo(ada).length >= 3)
  await ada.ok('heartbeat', {})
  expect(toldTo(ada)).toHaveLength(3)
  await bob.ok('heartbeat', {})
  // Once in 25 s everybody hears the heads.
  expect(bob.pushed.filter(({ kind }) => kind !== 'heads')).toEqual([])
  expect(await marksOf(bob)).toEqual({ ignored: [], refused: [] })
})

test('a mark is for somebody else who has entered; a deleted person leaves every list', async () => {
  const { ada, bob } = await two('of nobody')
  const looker = await Talker.looker(server)
  for (const person of [ada.id, 'p0000000000000000', looker.id])
    expect(await ada.refusal('person.mark', { person, ignored: true })).toBe('not_found')
  expect(await looker.refusal('person.mark', { person: bob.id, ignored: true })).toBe('login_first')
  await ada.ok('person.mark', { person: bob.id, ignored: true })
  await bob.ok('me.delete', { cid: crypto.randomUUID() })
  expect(await marksOf(ada)).toEqual({ ignored: [], refused: [] })
})

test(`[HOUSE-12] one marks ${limits.markedPeople} people`, async () => {
  const { ada, bob } = await two('of many')
  const others = await Promise.all(
    Array.from({ length: limits.markedPeople }, async (_, n) => {
      const other = await Talker.guest(server, `marked ${n}`)
      other.close()
      return other.id
    }),
  )
  await Promise.all(others.map((person) => ada.ok('person.mark', { person, ignored: true })))
  const person = bob.id
  expect((await ada.ask('person.mark', { person, refused: true })).body).toEqual({
    code: 'too_many',
    limit: limits.markedPeople,
  })
  expect(await ada.refusal('person.mark', { person: others[0], refused: true })).toBe('ok')
  await ada.ok('person.mark', { person: others[1], ignored: false })
  expect(await ada.refusal('person.mark', { person, refused: true })).toBe('ok')
})
