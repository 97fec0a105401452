import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import { newToken } from '#tests/kit/guest.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { openV1 } from '#tests/wire/v1-client.ts'
import { cid, governs, letsIn, makes, pushesOf } from './room-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    env: { LIMIT_EXPORTS_PER_HOUR: '1000' },
  })
})
afterAll(() => server.dispose())

let people = 0
const guest = (name: string) => Talker.guest(server, `${name} ${++people}`)
const said = (talker: Talker) => talker.events().map(wordsOf).filter(Boolean)

const LONG = 'x'.repeat(3_900)
const AT_ONCE = 500
/** So many long ones are twice what sockets and streams hold for somebody who reads slowly. */
const MUCH = 3_000

async function saysMuch(talker: Talker, room: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => talker.posts(room, LONG)))
}

/** Somebody on two connections. */
async function twoTabs(name: string) {
  const token = await newToken(server.url)
  const first = await Talker.looker(server, token)
  await first.ok('profile.set', { name: `${name} ${++people}`, look: 1 })
  return { token, tabs: [first, await Talker.looker(server, token)] as const }
}

for (const access of ['link', 'private'] as const) {
  test(`[P-27] [T-11] who is banned from a ${access} room hears nothing with a higher number, on any connection`, async () => {
    const [ada, cleo] = [await guest('ada'), await guest('cleo')]
    const { tabs } = await twoTabs('bob')
    const [bob, tab] = tabs
    const room = await makes(ada, { access })
    await letsIn(ada, room, cleo)
    await letsIn(ada, room, bob)
    await tab.ok('room.join', { room: room.id })
    await ada.posts(room.id, 'before')
    await Promise.all([bob.hears(1), tab.hears(1)])
    // While the first is being stored the others wait for one commit: what follows the ban in it does not arrive.
    const [, ban] = await Promise.all([
      ada.posts(room.id, 'just before'),
      governs(ada, 'member.ban', room.id, bob),
      ...Array.from({ length: 20 }, (_, n) => ada.posts(room.id, `after ${n}`)),
    ])
    expect(ban).toBe('ok')
    await cleo.hearsWhen(() => said(cleo).length === 22)
    for (const talker of tabs) {
      await talker.hearsWhen(() => pushesOf(talker, 'out').length > 0)
      expect(pushesOf(talker, 'out')).toEqual([{ room: room.id, how: 'banned' }])
      // A round trip: nothing was on its way. What came before in the same commit arrives or does not.
      await talker.ok('heartbeat', {})
      expect(said(talker).filter((words) => words !== 'just before')).toEqual(['before'])
    }
    const no = access === 'link' ? 'banned' : 'not_found'
    for (const command of ['room.join', 'room.history', 'room.pins', 'room.members'])
      expect(await bob.refusal(command, { room: room.id })).toBe(no)
    expect(await bob.refusal('search.messages', { rooms: [room.id], text: 'after' })).toBe(no)
    expect(await bob.refusal('message.get', { room: room.id, messages: [2] })).toBe(no)
    expect(await bob.refusal('room.open', { name: room.name })).toBe(no)

    expect(await governs(ada, 'member.pardon', room.id, bob)).toBe('ok')
    expect(await bob.refusal('room.join', { room: room.id })).toBe('ok')
  })
}

test('[P-27] [PERF-15] who is banned while its line is cut is known when it is back, and does not come in', async () => {
  const ada = await guest('ada')
  const token = await newToken(server.url)
  const bob = await Talker.looker(server, token)
  await bob.ok('profile.set', { name: `bob ${++people}`, look: 1 })
  const room = await makes(ada, { access: 'link' })
  await letsIn(ada, room, bob)
  bob.close()
  await bob.closed
  expect(await governs(ada, 'member.ban', room.id, bob)).toBe('ok')
  await ada.posts(room.id, 'after the ban')
  const back = await Talker.looker(server, token)
  expect(back.id).toBe(bob.id)
  expect(await back.refusal('room.join', { room: room.id, after: 0, epoch: 'aaaaaaaaaaaa' })).toBe('banned')
  expect(await back.refusal('room.history', { room: room.id })).toBe('banned')
  expect(said(back)).toEqual([])
  back.close()
  await back.closed
  expect(await governs(ada, 'member.pardon', room.id, bob)).toBe('ok')
  expect(await (await Talker.looker(server, token)).refusal('room.join', { room: room.id })).toBe('ok')
})

test('[P-27] [T-31] [T-83] a post that waits in the lane behind a ban is refused, one before it is stored', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  for (let round = 0; round < 20; round++) {
    const room = await makes(ada, { access: 'link' })
    await letsIn(ada, room, bob)
    const [ban, ...posts] = await Promise.all([
      ada.ask('member.ban', { room: room.id, cid: cid(), person: bob.id }),
      ...Array.from({ length: 10 }, () => bob.ask('message.post', { room: room.id, cid: cid(), body: 'x' })),
    ])
    expect(ban.kind).toBe('ok')
    for (const { kind, body } of posts) {
      if (kind === 'ok') expect(Number(body['seq'])).toBeLessThan(Number(ban.body['seq']))
      else expect(body['code']).toBe('banned')
    }
    const history = await ada.ok('room.history', { room: room.id })
    expect(history['head']).toBe(Number(ban.body['seq']))
  }
})

test('[P-27] what was asked for before a ban and read behind it is not sent', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  let read = 0
  for (let round = 0; round < 20; round++) {
    const room = await makes(ada, { access: 'link' })
    await letsIn(ada, room, bob)
    const [ban] = await Promise.all([
      ada.ok('member.ban', { room: room.id, cid: cid(), person: bob.id }),
      ...Array.from({ length: 5 }, (_, n) => ada.posts(room.id, `after ${n}`)),
      ...Array.from({ length: 20 }, async () => {
        const { kind, body } = await bob.ask('room.history', { room: room.id })
        if (kind === 'no') expect(body['code']).toBe('banned')
        else expect([Number(body['head']) <= 1, body['lines']]).toEqual([true, []])
        if (kind === 'ok') read++
      }),
    ])
    expect(ban['seq']).toBe(1)
  }
  // Some were answered before: or nothing was raced.
  expect(read).toBeGreaterThan(0)
})

/** A room in which much was said, and somebody in it. */
let long: Promise<{ ada: Talker; room: RoomInfo }> | null = null
const longRoom = () => {
  long ??= (async () => {
    const ada = await guest('ada')
    const room = await makes(ada, { access: 'private' })
    await saysMuch(ada, room.id, MUCH)
    return { ada, room }
  })()
  return long
}

test('[P-27] [T-11] a resume that is under way stops where somebody is put out', async () => {
  const { ada, room } = await longRoom()
  const { token, tabs } = await twoTabs('bob')
  const [bob] = tabs
  await letsIn(ada, room, bob)
  using slow = await openV1(server)
  await slow.call('hello', { v: 1, token })
  const { body: joined } = await slow.call('room.join', { room: room.id })
  const resume = () => slow.call('room.join', { room: room.id, after: 0, epoch: joined['epoch'] })
  // It takes nothing more until somebody is put out: what the kernel holds is half of it.
  await resume()
  slow.socket.stopReading()
  expect(await governs(ada, 'member.remove', room.id, bob)).toBe('ok')
  slow.socket.resume()
  const { texts } = slow.socket
  const heard = () => texts.reduce((sum, text) => sum + text.split(LONG).length - 1, 0)
  const says = (part: string) => slow.socket.until(part, () => texts.slice(-5).some((text) => text.includes(part)))
  await says('[0,"out"')
  const before = heard()
  await slow.call('heartbeat', {})
  expect([heard(), before < MUCH]).toEqual([before, true])
  // Positive control: who is not put out gets all of it.
  await letsIn(ada, room, bob)
  await resume()
  await says(`"seq":${MUCH},"at"`)
  expect(heard()).toBe(before + MUCH)
})

test('[P-27] [T-13] a file that is being written ends where its reader is put out', async () => {
  const { ada, room } = await longRoom()
  const { token, tabs } = await twoTabs('bob')
  const [bob] = tabs
  await letsIn(ada, room, bob)
  const url = `${server.url}/api/rooms/${room.id}/export.ndjson`
  const headers = { Authorization: `Bearer ${token}` }
  const response = await fetch(url, { headers })
  expect(response.status).toBe(200)
  const reader = response.body?.getReader()
  await reader?.read()
  await ada.ok('member.remove', { room: room.id, cid: cid(), person: bob.id })
  let bytes = 0
  await (async () => {
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) bytes += step.value.length
  })().catch(() => {})
  expect(bytes).toBeLessThan(MUCH * LONG.length)
  expect((await fetch(url, { headers })).status).toBe(404)
})

test('who was put out is on no list of people, and its writing ends', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada, { access: 'link' })
  await letsIn(ada, room, bob)
  await bob.ok('typing.set', { room: room.id, on: true })
  await ada.hearsWhen(() => pushesOf(ada, 'typing').some(({ by }) => Array.isArray(by) && by.length === 1))
  await ada.hearsWhen(() => JSON.stringify(pushesOf(ada, 'people')).includes(bob.id))
  await governs(ada, 'member.remove', room.id, bob)
  await ada.hearsWhen(() => pushesOf(ada, 'people').some(({ went }) => Array.isArray(went) && went.includes(bob.id)))
  await ada.hearsWhen(() => JSON.stringify(pushesOf(ada, 'typing').at(-1)?.['by']) === '[]')
  expect(pushesOf(bob, 'out')).toEqual([{ room: room.id, how: 'removed' }])
  expect(await bob.refusal('room.join', { room: room.id })).toBe('ok')
})

test('[P-27] an archived room can be read, searched and taken along, and nobody writes there', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada, { access: 'open', title: 'will be archived' })
  await letsIn(ada, room, bob)
  const { seq: message } = await bob.posts(room.id, 'words')
  const listed = async () => JSON.stringify(await bob.ok('room.directory', { text: 'be archived' }))
  expect(await listed()).toContain(room.id)
  await ada.ok('room.change', { room: room.id, cid: cid(), archived: true })
  const at = () => ({ room: room.id, cid: cid(), message })
  for (const talker of [ada, bob]) {
    expect(await talker.refusal('message.post', { room: room.id, cid: cid(), body: 'x' })).toBe('closed')
    expect(await talker.refusal('message.react', { ...at(), kind: '👍', on: true })).toBe('closed')
    expect(await talker.refusal('message.pin', { ...at(), on: true })).toBe('closed')
    expect(await talker.refusal('typing.set', { room: room.id, on: true })).toBe('closed')
    expect(await talker.refusal('room.history', { room: room.id })).toBe('ok')
  }
  expect(await bob.refusal('message.edit', { ...at(), body: 'y' })).toBe('closed')
  expect(await listed()).not.toContain(room.id)
  expect(await bob.refusal('message.erase', { ...at(), how: 'delete' })).toBe('ok')
  expect(await ada.refusal('room.quit', { room: room.id, cid: cid() })).toBe('ok')
  const { room: after } = v.parse(commands['room.join'].reply, await bob.ok('room.join', { room: room.id }))
  expect(after).toMatchObject({ archived: true })
  expect(after).not.toHaveProperty('owner')
})
