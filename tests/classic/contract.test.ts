import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { pushes } from '#protocol/index.ts'
import { Talker } from '#tests/contract/talker.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { bringReader, bringV1, type V1Client } from '#tests/wire/v1-client.ts'
import { bringClassic, type ClassicClient, namesOf, openClassic, usersOf } from './classic-client.ts'

setDefaultTimeout(TEST_MS)

const MINUTE_MS = 60_000

let server: TestServer
let witness: V1Client
let names = 0
/** A name that no other test has. */
const newName = () => `gast${++names}`

beforeAll(async () => {
  server = await startServer({ env: { TZ: 'Asia/Shanghai' } })
  witness = await bringV1(server, 'witness')
})
afterAll(async () => {
  witness.leaves()
  await server.dispose()
})

beforeEach(async () => {
  await storedNow()
})

/** What was stored since the last look, as author and text. */
async function storedNow(): Promise<string[]> {
  const news = await witness.stored(seen)
  seen = news.at(-1)?.seq ?? seen
  return news.map(({ by, body }) => `${by.name}: ${body}`)
}
let seen = 0

/** Two classic guests, `ada` and `bob` for short, who have heard of each other. */
async function two(): Promise<{ ada: ClassicClient; bob: ClassicClient; adas: string; bobs: string }> {
  const [adas, bobs] = [newName(), newName()]
  const ada = await bringClassic(server, adas)
  const bob = await bringClassic(server, bobs)
  await ada.hearsA('login')
  return { ada, bob, adas, bobs }
}

describe('states', () => {
  test('login: everybody present gets it, the guest itself too; its author is fixed', async () => {
    using ada = await bringClassic(server, newName())
    using bob = await openClassic(server)
    const name = newName()
    const own = await bob.logsIn(name, 'img/a3.jpg')
    const others = await ada.hearsA('login')
    expect(own).toEqual(others)
    expect(Object.keys(own)).toEqual(['type', 'msg', 'user_list'])
    expect(own['msg']).toBe(name)
    const listed = usersOf(own).find((user) => user.username === name)
    expect(Object.keys(listed ?? {})).toEqual(['username', 'headerimg', 'login_time'])
    expect(listed?.headerimg).toBe('img/a3.jpg')
    await bob.says({ type: 'user', msg: 'wer bin ich', from: 'witness' })
    expect((await ada.hearsA('user'))['from']).toBe(name)
    expect(await storedNow()).toEqual([`${name}: wer bin ich`])
  })

  test('[D-24] a second login is refused; name, picture and list stay', async () => {
    const { ada, bob, adas } = await two()
    const refusal = await ada.isRefused({ type: 'login', msg: 'jemand anders', headerimg: 'img/a9.jpg' })
    expect(refusal['code']).toBe('already_logged_in')
    await ada.says({ type: 'user', msg: 'noch ich' })
    expect((await bob.hearsA('user'))['from']).toBe(adas)
    ada.leaves()
    bob.leaves()
  })

  const badNames = ['', '   ', '\u200b\u200d\u2060', 'x'.repeat(33), '系统', 'system', 'SYSTEM', '!!!']
  for (const name of badNames) {
    test(`a name that is none is refused, and may be tried again: ${JSON.stringify(name.slice(0, 10))}`, async () => {
      using client = await openClassic(server)
      const refusal = await client.isRefused({ type: 'login', msg: name })
      expect(refusal['code']).toBe('name_invalid')
      expect(refusal['msg']).toMatch(/\p{Script=Han}/u)
      const better = newName()
      expect((await client.logsIn(better))['msg']).toBe(better)
    })
  }

  test('[D-6] `user` and `logout` before a login: login_first, nothing stored, the socket lives', async () => {
    using client = await openClassic(server)
    expect((await client.isRefused({ type: 'user', msg: 'zu früh' }))['code']).toBe('login_first')
    expect((await client.isRefused({ type: 'logout', msg: '' }))['code']).toBe('login_first')
    expect(await storedNow()).toEqual([])
    await client.logsIn(newName())
  })

  test('who has not logged in hears nothing but refusals', async () => {
    using silent = await openClassic(server)
    using ada = await bringClassic(server, newName())
    await ada.says({ type: 'user', msg: 'nur für Anwesende' })
    await ada.hearsA('user')
    await storedNow()
    expect(await silent.settled()).toEqual([])
  })

  test('`user`: after the commit everybody present gets it, once, in the order of the log', async () => {
    const { ada, bob, adas } = await two()
    for (const text of ['eins', 'zwei', 'drei']) await ada.says({ type: 'user', msg: text })
    for (const client of [ada, bob]) {
      for (const text of ['eins', 'zwei', 'drei']) {
        const frame = await client.hearsA('user')
        expect(Object.keys(frame)).toEqual(['type', 'from', 'msg', 'headerimg'])
        expect([frame['from'], frame['msg']]).toEqual([adas, text])
      }
    }
    expect(await storedNow()).toEqual(['eins', 'zwei', 'drei'].map((text) => `${adas}: ${text}`))
    ada.leaves()
    bob.leaves()
  })

  for (const msg of ['', ' \n\t　']) {
    test(`an empty message is refused: ${JSON.stringify(msg)}`, async () => {
      using ada = await bringClassic(server, newName())
      expect((await ada.isRefused({ type: 'user', msg }))['code']).toBe('empty')
      expect(await storedNow()).toEqual([])
    })
  }

  test('a message of 4,000 characters is stored, one of 4,001 is refused and given back', async () => {
    using ada = await bringClassic(server, newName())
    await ada.says({ type: 'user', msg: '字'.repeat(4_000) })
    expect((await ada.hearsA('user'))['msg']).toBe('字'.repeat(4_000))
    await storedNow()
    const refusal = await ada.isRefused({ type: 'user', msg: '字'.repeat(4_001) })
    expect(refusal).toEqual({ type: 'error', code: 'too_long', msg: '消息太长：4001 字，最多 4000 字', limit: 4_000 })
    const back = await ada.hearsA('user')
    expect(back['from']).toBe('系统')
    expect(back['msg']).toBe(`〔未发送：消息太长：4001 字，最多 4000 字〕${'字'.repeat(4_001)}`)
    expect(await storedNow()).toEqual([])
  })

  for (const own of ['absent', 'empty', 'own name'] as const) {
    test(`logout with ${own}: the others are told, the socket may log in again, the name is free`, async () => {
      const { ada, bob, adas, bobs } = await two()
      await ada.says({ type: 'logout', ...(own !== 'absent' && { msg: own === 'empty' ? '' : adas }) })
      const told = await bob.hears()
      expect([told.type, told['msg']]).toEqual(['logout', adas])
      expect(namesOf(told)).not.toContain(adas)
      expect(namesOf(told)).toContain(bobs)
      expect((await ada.isRefused({ type: 'user', msg: 'weg' }))['code']).toBe('login_first')
      expect((await ada.logsIn(adas))['msg']).toBe(adas)
      ada.leaves()
      bob.leaves()
    })
  }

  test('[D-25] logout in the name of somebody else is forbidden; nobody goes', async () => {
    const { ada, bob, bobs } = await two()
    expect((await ada.isRefused({ type: 'logout', msg: bobs }))['code']).toBe('forbidden')
    expect(await bob.settled()).toEqual([])
    await bob.says({ type: 'user', msg: 'ich bin da' })
    expect((await ada.hearsA('user'))['from']).toBe(bobs)
    ada.leaves()
    bob.leaves()
  })
})

describe('what is said', () => {
  test('text to v1 is as it was typed, text to classic pages is escaped, whoever sends it', async () => {
    const text = `1 < 2 && "a" 'b' <img src=x onerror=alert(1)>`
    const escaped = '1 &lt; 2 &amp;&amp; &quot;a&quot; &#39;b&#39; &lt;img src=x onerror=alert(1)&gt;'
    using ada = await bringClassic(server, newName())
    await ada.says({ type: 'user', msg: text })
    expect((await ada.hearsA('user'))['msg']).toBe(escaped)
    expect((await witness.hears(text)).by.classic).toBe(true)
    await witness.post(text)
    expect((await ada.hearsA('user'))['msg']).toBe(escaped)
  })

  test('a name with markup is text on both sides', async () => {
    using ada = await openClassic(server)
    const login = await ada.logsIn('<b>Ada</b>')
    expect(login['msg']).toBe('&lt;b&gt;Ada&lt;/b&gt;')
    expect(namesOf(login)).toContain('&lt;b&gt;Ada&lt;/b&gt;')
    await ada.says({ type: 'user', msg: 'x' })
    expect((await witness.hears('x')).by.name).toBe('<b>Ada</b>')
  })

  test('[D-26] any other picture than a file beside the page becomes our own avatar', async () => {
    using ada = await openClassic(server, { Host: `localhost:${server.port}` })
    const name = newName()
    const login = await ada.logsIn(name, 'https://evil.example/spy.gif')
    const listed = usersOf(login).find((user) => user.username === name)
    expect(listed?.headerimg).toMatch(new RegExp(`^http://localhost:${server.port}/avatars/\\d+\\.svg$`))
    const answer = await fetch(listed?.headerimg ?? '')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  test('[D-26] each page gets the address that its own socket was opened to', async () => {
    using near = await openClassic(server, { Host: `localhost:${server.port}` })
    using far = await openClassic(server, { Host: `192.0.2.7:${server.port}` })
    await near.logsIn(newName())
    const [name] = [newName()]
    const own = await far.logsIn(name)
    const others = await near.hearsA('login')
    expect(usersOf(own).every(({ headerimg }) => headerimg.startsWith(`http://192.0.2.7:${server.port}/`))).toBe(true)
    expect(usersOf(others).every(({ headerimg }) => headerimg.startsWith(`http://localhost:${server.port}/`))).toBe(
      true,
    )
  })

  test('[D-31] login_time is HH:mm of 24 hours in the zone of the server', async () => {
    using ada = await openClassic(server)
    const name = newName()
    const beforeMs = Date.now()
    const login = await ada.logsIn(name)
    const minutes = Math.floor(Date.now() / MINUTE_MS) - Math.floor(beforeMs / MINUTE_MS)
    const times = Array.from({ length: minutes + 1 }, (_, at) =>
      new Date(beforeMs + at * MINUTE_MS).toLocaleTimeString('en-GB', {
        timeZone: 'Asia/Shanghai',
        hour: '2-digit',
        minute: '2-digit',
      }),
    )
    expect(times).toContain(usersOf(login).find((user) => user.username === name)?.login_time ?? '')
  })

  test('plain text: marks removed, line breaks kept, /me told', async () => {
    using ada = await bringClassic(server, newName())
    await witness.post('**fett** und `code`\nzweite Zeile')
    expect((await ada.hearsA('user'))['msg']).toBe('fett und code\nzweite Zeile')
    await witness.post('/me winkt')
    expect((await ada.hearsA('user'))['msg']).toBe('* witness winkt')
  })

  test('no history: who comes hears only what is said from then on', async () => {
    await witness.post('vorher')
    using ada = await openClassic(server)
    await ada.logsIn(newName())
    await witness.post('nachher')
    const heard = [await ada.hearsA('user')]
    expect(heard.map((frame) => frame['msg'])).toEqual(['nachher'])
  })

  test('changes of a message are not heard: the classic protocol has no word for them', async () => {
    using ada = await bringClassic(server, newName())
    const said = await witness.post('to be changed')
    const at = () => ({ room: witness.room, cid: crypto.randomUUID(), message: said.body['seq'] })
    expect((await ada.hearsA('user'))['msg']).toBe('to be changed')
    for (const [name, fields] of [
      ['message.edit', { body: 'changed' }],
      ['message.react', { kind: '🍵', on: true }],
      ['message.pin', { on: true }],
      ['message.erase', { how: 'delete' }],
    ] as const)
      expect([name, await witness.codeOf(name, { ...at(), ...fields })]).toEqual([name, 'ok'])
    await witness.post('the next')
    const heard = [await ada.hearsA('user'), ...(await ada.settled())]
    expect(heard.map(({ type, msg }) => `${type} ${msg}`)).toEqual(['user the next'])
  })

  test('other rooms are not heard', async () => {
    const other = await bringV1(server, 'elsewhere', 'teeküche')
    using ada = await bringClassic(server, newName())
    await other.post('nur in der Teeküche')
    await other.hears('nur in der Teeküche')
    expect(await ada.settled()).toEqual([])
    other.leaves()
  })
})

describe('who is there', () => {
  test('[D-29] a v1 guest with a name is listed, who only looks is not, two tabs are one', async () => {
    using ada = await bringClassic(server, newName())
    const looker = await bringReader(server)
    expect(await ada.settled()).toEqual([])
    await looker.call('profile.set', { name: 'entered later', look: 3 })
    const login = await ada.hearsA('login')
    expect(login['msg']).toBe('entered later')
    expect(namesOf(login).filter((name) => name === 'witness')).toHaveLength(1)
    looker.leaves()
  })

  test('[D-3] two sockets are two people, each with its own name and messages', async () => {
    const { ada, bob, adas, bobs } = await two()
    await ada.says({ type: 'user', msg: 'von ada' })
    await bob.says({ type: 'user', msg: 'von bob' })
    await ada.hearsA('user')
    await ada.hearsA('user')
    expect((await storedNow()).sort()).toEqual([`${adas}: von ada`, `${bobs}: von bob`].sort())
    ada.leaves()
    bob.leaves()
  })

  test('a classic socket leaves at once when it closes, and its name is free', async () => {
    const { ada, bob, adas } = await two()
    ada.leaves()
    const told = await bob.hears()
    expect([told.type, told['msg']]).toEqual(['logout', adas])
    using again = await openClassic(server)
    expect((await again.logsIn(adas))['msg']).toBe(adas)
    bob.leaves()
  })

  test('a rename has no frame of its own; the next list shows it', async () => {
    using ada = await bringClassic(server, newName())
    const mover = await bringV1(server, 'before')
    await ada.hearsA('login')
    await mover.call('profile.set', { name: 'after', look: 5 })
    expect(await ada.settled()).toEqual([])
    using next = await openClassic(server)
    const list = namesOf(await next.logsIn(newName()))
    expect(list).toContain('after')
    expect(list).not.toContain('before')
    mover.leaves()
  })

  test('a taken name gets the next number; only its page hears its own name', async () => {
    const name = newName()
    using holder = await bringClassic(server, name)
    using second = await openClassic(server)
    using other = await bringClassic(server, newName())
    const login = await second.logsIn(name)
    expect(login['msg']).toBe(`${name}-2`)
    expect(namesOf(login).filter((one) => one.startsWith(name))).toEqual([name, `${name}-2`])
    await holder.hearsA('login')
    await holder.hearsA('login')
    await other.hearsA('login')
    await second.says({ type: 'user', msg: 'meins' })
    await holder.says({ type: 'user', msg: 'seins' })
    const from = async (client: ClassicClient) => [
      (await client.hearsA('user'))['from'],
      (await client.hearsA('user'))['from'],
    ]
    expect((await from(second)).sort()).toEqual([name, `${name}-1`].sort())
    expect((await from(holder)).sort()).toEqual([name, `${name}-2`].sort())
    expect((await from(other)).sort()).toEqual([name, `${name}-2`].sort())
  })

  test('[D-24] a name that looks like a taken one is numbered too', async () => {
    using client = await openClassic(server)
    expect((await client.logsIn('wіtness'))['msg']).toBe('wіtness-2')
  })

  test('[D-14] a login and what follows it in the same segment are taken in order', async () => {
    using client = await openClassic(server)
    const name = newName()
    await client.says({ type: 'login', msg: name })
    const frames = ['a', 'b', 'c'].map((msg) => client.says({ type: 'user', msg }))
    await Promise.all(frames)
    for (const msg of ['a', 'b', 'c']) expect((await client.hearsA('user'))['msg']).toBe(msg)
    expect(await storedNow()).toEqual(['a', 'b', 'c'].map((msg) => `${name}: ${msg}`))
  })
})

test('[P-27] who is put out of the lobby loses the socket, and hears nothing that is said afterwards', async () => {
  const owner = await Talker.guest(server, newName())
  await owner.ok('owner.claim', { code: await claimCode(server) })
  const lobby = await owner.joins('')
  for (const command of ['member.remove', 'member.ban'] as const) {
    const name = newName()
    const guest = await bringClassic(server, name)
    await owner.hearsWhen(() => JSON.stringify(owner.pushed).includes(name))
    const people = owner.pushed.flatMap(({ kind, body }) => (kind === 'people' ? [v.parse(pushes.people, body)] : []))
    const person = people.flatMap(({ came = [] }) => came).find((one) => one.name === name)?.id
    const said = owner.posts(lobby, 'before')
    await guest.hearsA('user')
    await said
    await owner.ok(command, { room: lobby, cid: crypto.randomUUID(), person })
    await owner.posts(lobby, 'after')
    expect(await guest.socket.closed()).toBe(4403)
    await expect(guest.hearsA('user')).rejects.toThrow()
  }
  owner.close()
})
