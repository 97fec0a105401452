import { expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { openRaw } from '#tests/kit/raw-socket.ts'
import { startServer } from '#tests/kit/server.ts'
import { bringV1, openV1 } from '#tests/wire/v1-client.ts'
import { bringClassic, namesOf, openClassic, usersOf } from './classic-client.ts'

setDefaultTimeout(TEST_MS)

test('[P-14] messages that come too fast are refused by name and given back, at most one a second', async () => {
  await using server = await startServer({
    env: { LIMIT_MESSAGES_BURST: '3', LIMIT_MESSAGES_PER_SECOND: '0.1' },
  })
  const witness = await bringV1(server, 'witness')
  using ada = await bringClassic(server, 'ada')
  using bob = await bringClassic(server, 'bob')
  for (let at = 1; at <= 6; at++) await ada.says({ type: 'user', msg: `<${at}>` })
  const heard = [await bob.hearsA('user'), await bob.hearsA('user'), await bob.hearsA('user')]
  const frames = await ada.settled()
  expect(frames.filter((frame) => frame.type === 'user' && frame['from'] === 'ada')).toHaveLength(3)
  const refusals = frames.filter((frame) => frame.type === 'error')
  expect(refusals.map((frame) => frame['code'])).toEqual(['rate_limited', 'rate_limited', 'rate_limited'])
  expect(refusals[0]?.['retry_after_ms']).toBeGreaterThan(0)
  const given = frames.filter((frame) => frame['from'] === '系统')
  expect(given.map((frame) => frame['msg'])).toEqual(['〔未发送：太快了〕&lt;4&gt;'])
  expect(await bob.settled()).toEqual([])
  expect(heard.map((frame) => frame['msg'])).toEqual(['&lt;1&gt;', '&lt;2&gt;', '&lt;3&gt;'])
  expect((await witness.stored(0)).map((event) => event.body)).toEqual(['<1>', '<2>', '<3>'])
})

test('a bad frame costs as much as a good one; what is over the budget is refused, and the socket lives on', async () => {
  await using server = await startServer({ env: { LIMIT_COMMANDS_BURST: '5', LIMIT_COMMANDS_PER_SECOND: '0.1' } })
  using ada = await bringClassic(server, 'ada')
  for (const text of ['nonsense', '[]', '{"type":1}']) await ada.says(text)
  await ada.says({ type: 'user', msg: 'das fünfte' })
  await ada.says({ type: 'user', msg: 'das sechste' })
  const codes: unknown[] = []
  while (codes.length < 6) {
    const frame = await ada.hears()
    codes.push(frame['code'] ?? frame['msg'])
  }
  // The order of the answers is not that of the questions: a stored message comes with the log.
  expect(codes.sort()).toEqual(
    ['bad_json', 'bad_json', 'unknown_type', 'rate_limited', '〔未发送：太快了〕das sechste', 'das fünfte'].sort(),
  )
  expect(ada.socket.closeCode).toBeNull()
})

test('[D-10] sockets of an address before login, n and n + 1: both protocols share the bound', async () => {
  await using server = await startServer({ env: { LIMIT_PENDING_PER_ADDRESS: '4' } })
  const first = await openClassic(server)
  await openClassic(server)
  await openV1(server)
  await openV1(server)
  const refused = await openRaw({ port: server.port })
  expect(refused.status).toBe(429)
  expect((await openV1(server)).socket.status).toBe(429)
  await first.logsIn('ada')
  using next = await openClassic(server)
  expect(next.socket.status).toBe(101)
  // Whoever logs out is again one who has not logged in.
  await first.says({ type: 'logout' })
  await first.settled()
  expect((await openV1(server)).socket.status).toBe(429)
})

test('[D-10] sockets of an address in all, n and n + 1; a closed one makes room', async () => {
  await using server = await startServer({ env: { LIMIT_CONNECTIONS_PER_ADDRESS: '2' } })
  using ada = await bringClassic(server, 'ada')
  const bob = await bringClassic(server, 'bob')
  expect((await openRaw({ port: server.port })).status).toBe(429)
  bob.leaves()
  await ada.hearsA('logout')
  using again = await bringClassic(server, 'bob')
  expect(again.socket.status).toBe(101)
})

test('[D-10] new guests of an address: one too many is refused and may stay', async () => {
  await using server = await startServer({
    env: { LIMIT_GUESTS_PER_ADDRESS_BURST: '2', LIMIT_GUESTS_PER_ADDRESS_PER_MINUTE: '0.1' },
  })
  using ada = await bringClassic(server, 'ada')
  using bob = await bringClassic(server, 'bob')
  using eve = await openClassic(server)
  expect((await eve.isRefused({ type: 'login', msg: 'eve' }))['code']).toBe('rate_limited')
  expect(ada.socket.closeCode ?? bob.socket.closeCode ?? eve.socket.closeCode).toBeNull()
})

test('a crowd: single lines first, then sums; the list holds 200, classic guests first', async () => {
  await using server = await startServer()
  const crowd = await Promise.all(Array.from({ length: 210 }, (_, at) => bringV1(server, `g${at}`)))
  const classic = await Promise.all(
    Array.from({ length: 20 }, (_, at) => openClassic(server).then((one) => ({ one, at }))),
  )
  const [watcher] = classic
  if (!watcher) throw new Error('nobody watches')
  await watcher.one.logsIn('watcher')
  for (const { one, at } of classic.slice(1)) await one.says({ type: 'login', msg: `c${at}` })
  let list: string[] = []
  const lines: string[] = []
  while (!(list.includes('c19') && list.length === 200)) {
    const login = await watcher.one.hearsA('login')
    lines.push(String(login['msg']))
    list = namesOf(login)
  }
  expect(lines.length).toBeLessThan(19)
  // The last of them may come alone, on a machine that is slow.
  expect(lines.some((line) => /^\S+、\S+、\S+ 等 \d+ 人$/.test(line))).toBe(true)
  expect(list.slice(0, 20).sort()).toEqual(['watcher', ...classic.slice(1).map(({ at }) => `c${at}`)].sort())
  for (const one of crowd) one.leaves()
})

test('[HOUSE-12] [T-65] pages that come to ever other addresses of ours share one list, and load nothing of an address that others chose', async () => {
  await using server = await startServer()
  const pictureFor = async (host: string) => {
    const page = await openClassic(server, { Host: host })
    const login = await page.logsIn(`of ${host}`)
    return { page, picture: usersOf(login).at(-1)?.headerimg }
  }
  const all = []
  for (let port = 1; port <= 18; port++) all.push(await pictureFor(`localhost:${port}`))
  const within = all.map(({ picture }) => picture?.replace(/\d+\.svg$/, ''))
  const own = Array.from({ length: 16 }, (_, at) => `http://localhost:${at + 1}/avatars/`)
  expect(within).toEqual([...own, '/avatars/', '/avatars/'])
  // Positive control: who comes to a known address is told under it, and everybody hears everybody.
  const late = await pictureFor('localhost:2')
  expect(late.picture).toStartWith('http://localhost:2/avatars/')
  await late.page.says({ type: 'user', msg: 'to all' })
  for (const { page } of all) expect((await page.hearsA('user'))['msg']).toBe('to all')
  const tooLong = `${'a'.repeat(15_000)}.localhost`
  expect((await openRaw({ port: server.port, headers: { Host: tooLong } })).status).toBe(400)
  for (const { page } of [...all, late]) page.leaves()
})

test('CLASSIC=off answers 404', async () => {
  await using server = await startServer({ env: { CLASSIC: 'off' } })
  expect((await openRaw({ port: server.port })).status).toBe(404)
})

test('[D-28] a marked text is in no line of the log', async () => {
  await using server = await startServer({ env: { LOG_LEVEL: 'debug' } })
  const mark = 'MARKEDTEXT4711'
  using ada = await bringClassic(server, `${mark}a`)
  await ada.says({ type: 'user', msg: mark })
  await ada.hearsA('user')
  await ada.isRefused(`${mark} no json`)
  await ada.isRefused({ type: mark, msg: mark })
  await ada.isRefused({ type: 'user', msg: mark.repeat(400) })
  await ada.isRefused({ type: 'logout', msg: mark })
  const witness = await bringV1(server, `${mark}b`)
  await witness.post(mark)
  await witness.post(mark.repeat(400))
  await witness.call(mark, { [mark]: mark })
  await witness.sends(mark)
  await fetch(`${server.url}/r/${mark}?q=${mark}`)
  await server.stop()
  expect(server.lines.length).toBeGreaterThan(4)
  expect(JSON.stringify([server.lines, server.words])).not.toContain(mark)
})

test('[P-17] a server that stops closes with 1001; after it is back the same name is there again', async () => {
  await using server = await startServer()
  using ada = await bringClassic(server, 'ada')
  const stopped = server.stop()
  expect(await ada.socket.closed()).toBe(1001)
  expect(await stopped).toBe(0)
  await server.start()
  using again = await openClassic(server)
  expect((await again.logsIn('ada'))['msg']).toBe('ada')
  await server.kill()
  await server.start()
  using third = await openClassic(server)
  expect((await third.logsIn('ada'))['msg']).toBe('ada')
})
