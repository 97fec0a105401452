import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Principal, Principals } from '#server/accounts/principals.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { Presence } from '#server/presence/index.ts'
import { HeldRooms } from '#server/rooms/held-rooms.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { ClassicLobby } from './classic-lobby.ts'
import { ClassicSession } from './classic-session.ts'

/** A lobby over a real log; what is published is kept. */
async function openLobby() {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-lobby-'))
  const clock = new FakeClock()
  const house = await openLogHouse({ clock, folder })
  await house.begin()
  const published: { topic: string; frame: string }[] = []
  const principals = new Principals()
  const held = new HeldRooms({
    principals,
    unsettled: house.log.unsettled,
    findRoom: async (id) => ({ id, name: '', title: '', access: 'open' }),
    findStanding: async () => ({ access: 'open', chat: false, archived: false, role: null, banned: false }),
  })
  const lobby = new ClassicLobby({
    clock,
    log: { error() {}, warn() {}, info() {}, debug() {} },
    lobbyId: ROOM,
    publish: (topic, frame) => void published.push({ topic, frame }),
    accounts: { closeClassicGuest: () => Promise.resolve() },
    principals,
    rooms: { leaveAll() {}, come: (personId, roomId) => held.come(personId, roomId) },
    presence: new Presence({ clock, publish() {}, quota: { typingPerMinute: 20 } }),
    feed: house.feed,
  })
  const room = await lobby.open()
  const bring = async (name: string, baseUrl: string) => {
    const needs = {
      steadyMs: clock.steadyMs,
      commandsBurst: 1,
      floodPerSecond: 200,
      onText() {},
      onLeave() {},
      onEnd() {},
    }
    const session = new ClassicSession(needs, originOf('192.0.2.1'), baseUrl)
    const principal = new Principal({ id: name, kind: 'classic', name, look: 0, entered: true, seenMs: 0 })
    const guest = { principal, wish: null, picture: null, sinceMs: clock.nowMs() }
    session.beginLogin()
    session.endLogin(guest)
    lobby.enter(session, guest, room, await lobby.come(principal))
    return { session, guest }
  }
  async function close(): Promise<void> {
    lobby.close()
    await house.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { house, lobby, published, bring, clock, close }
}

const wire = (body: string) =>
  JSON.stringify({
    type: 'message.posted',
    by: { id: 'p0000000000000000', name: 'ada', look: 1 },
    cid: crypto.randomUUID(),
    body,
  })

test('[D-11] a message is encoded once for each address, however many hear it', async () => {
  const { house, published, bring, close } = await openLobby()
  for (let at = 0; at < 100; at++) await bring(`n${at}`, 'http://localhost:3000')
  for (let at = 0; at < 100; at++) await bring(`f${at}`, 'http://192.168.0.5:3000')
  published.length = 0
  await house.post('1', { wire: wire('ein Wort') })
  expect(published.map(({ topic }) => topic)).toEqual([
    'classic:http://localhost:3000',
    'classic:http://192.168.0.5:3000',
  ])
  expect(published.map(({ frame }): unknown => JSON.parse(frame))).toEqual(
    ['http://localhost:3000', 'http://192.168.0.5:3000'].map((base) => ({
      type: 'user',
      from: 'ada',
      msg: 'ein Wort',
      headerimg: `${base}/avatars/1.svg`,
    })),
  )
  await close()
})

test('one frame for each event of a tick, in the order of the log', async () => {
  const { house, published, bring, clock, close } = await openLobby()
  await bring('ada', 'http://localhost:3000')
  published.length = 0
  await Promise.all(['1', '2', '3', '4'].map((cid) => house.post(cid, { wire: wire(cid) })))
  clock.move(20)
  const said = published.map(({ frame }) => /"msg":"(\d)"/.exec(frame)?.[1])
  expect(said).toEqual(['1', '2', '3', '4'])
  await close()
})

test('nothing is encoded while nobody is there', async () => {
  const { house, lobby, published, bring, close } = await openLobby()
  const { session, guest } = await bring('ada', 'http://localhost:3000')
  lobby.leave(session, guest)
  published.length = 0
  await house.post('1', { wire: wire('ins Leere') })
  expect(published).toEqual([])
  await close()
})
