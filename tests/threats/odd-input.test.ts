import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { commands } from '#protocol/index.ts'
import { parseMarkup } from '#protocol/markup.ts'
import { cid, makes } from '#tests/contract/room-talk.ts'
import { Talker } from '#tests/contract/talker.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let ada: Talker
let bob: Talker
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
  ada = await Talker.guest(server, 'ada of odd things')
  bob = await Talker.guest(server, 'bob of odd things')
})
afterAll(() => server.dispose())

/** Everything that takes a room's id, and nothing else that is needed. */
const byRoom = Object.entries(commands).flatMap(([name, { input }]) => ('room' in input.entries ? [name] : []))

test('[T-10] a topic is named by nobody but the server: what is not the id of a room is refused before it is looked at', async () => {
  const room = await makes(ada)
  const topics = [
    `room:${room.id}`,
    `${room.id}:staff`,
    `user:${ada.id}`,
    ada.id,
    '*',
    '#',
    `${room.id},${room.id}`,
    `${room.id} `,
  ]
  expect(byRoom.length).toBeGreaterThan(20)
  for (const name of byRoom)
    for (const topic of topics)
      expect([name, topic, (await bob.ask(name, { room: topic })).body]).toEqual([
        ...[name, topic],
        expect.objectContaining({ code: 'bad_field' }),
      ])
  // Positive control: by its id whoever is in it has it.
  expect(await ada.refusal('room.history', { room: room.id })).toBe('ok')
})

const oddKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']

test('[T-50] names that every object has are names like others, and nothing is polluted by them', async () => {
  for (const key of oddKeys) {
    // As a key in what is sent, at any depth.
    ada.sendRaw(`[9001,"room.open",{"name":"x","${key}":{"isOwner":true}}]`)
    const nested = `{"room":"x","cid":"x","body":"x","files":[{"id":"x","${key}":1}]}`
    ada.sendRaw(`[9002,"message.post",${nested}]`)
    // As the name of a room, in a body, and as a reaction.
    const room = await ada.joins(`odd-${key.replaceAll('_', '').toLowerCase()}`)
    const { seq } = await ada.posts(room, `:${key}: @${key} ${key}`)
    expect(await ada.refusal('message.react', { room, cid: cid(), message: seq, kind: key, on: true })).toBe(
      'bad_field',
    )
    expect(await ada.refusal('room.set_level', { room, level: key })).toBe('bad_field')
    expect(await ada.refusal(key, {})).toBe('unknown_type')
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  // Whoever comes later is still nobody in particular.
  const room = await makes(ada)
  expect(await bob.refusal('room.history', { room: room.id })).toBe('not_found')
})

/** What is left of a tree when only its words are kept, and how deep it was. */
function depthOf(tree: unknown): number {
  if (Array.isArray(tree)) return Math.max(0, ...tree.map(depthOf))
  return typeof tree === 'object' && tree !== null ? 1 + depthOf(Object.values(tree)) : 0
}
const MOST_DEPTH = 40

test('[T-35] no nesting of marks makes a deep tree, and what is written as HTML stays words', () => {
  const deep: Record<string, string> = {
    quotes: `${'>'.repeat(3_000)} x`,
    'spaced quotes': `${'> '.repeat(1_500)}x`,
    lists: Array.from({ length: 80 }, (_, n) => `${' '.repeat(2 * n)}- x`).join('\n'),
    stars: `${'*a **b '.repeat(300)}x`,
    spoilers: `${'||a '.repeat(500)}x`,
    links: `${'[a'.repeat(600)}](https://a.example)`,
    mixed: `${'> - **'.repeat(400)}x`,
    forms: '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    svg: `${'<svg>'.repeat(300)}<style><img src=x onerror=alert(1)>`,
  }
  for (const [name, text] of Object.entries(deep)) {
    const tree = parseMarkup(text)
    expect([name, depthOf(tree) <= MOST_DEPTH]).toEqual([name, true])
    if (text.startsWith('<')) expect([name, JSON.stringify(tree)]).toEqual([name, expect.stringContaining('onerror')])
  }
  // Positive control: what may nest does.
  expect(depthOf(parseMarkup('> > x'))).toBeGreaterThan(depthOf(parseMarkup('> x')))
})

test('[T-47] no page of ours, and no answer, may stand in somebody else’s frame', async () => {
  for (const path of ['/', '/r/tea', '/r/%F0%9F%8D%B5']) {
    const { headers, status } = await fetch(`${server.url}${path}`)
    expect([path, status]).toEqual([path, 200])
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringContaining("frame-ancestors 'none'"),
    ])
  }
})
