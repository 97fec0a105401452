import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { type Line, line as lineSchema } from '#protocol/lines.ts'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import { roomInfo } from '#protocol/room-info.ts'
import { hostileTexts } from '#tests/classic/hostile.ts'
import { newToken } from '#tests/kit/guest.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import { jpegPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { readZip } from '#tests/kit/read-zip.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { type Asking, askFile, codeOf, guest as guestAt } from './export-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_EXPORTS_PER_HOUR: '1000', ROOM_TITLE: '茶馆' } })
})
afterAll(() => server.dispose())

const cid = () => crypto.randomUUID()
const guest = (name: string) => guestAt(name, server)
const ask = (room: string, kind: string, asking: Omit<Asking, 'at'> = {}) =>
  askFile(room, kind, { at: server, ...asking })

async function history(talker: Talker, room: string): Promise<Line[]> {
  const lines: Line[] = []
  for (let more = true, after = 0; more; ) {
    const page = v.parse(commands['room.history'].reply, await talker.ok('room.history', { room, after, limit: 500 }))
    lines.push(...page.lines)
    ;({ more, last: after } = page)
  }
  return lines
}

const head = v.strictObject({
  teahouse: v.literal('room'),
  format: v.literal(1),
  room: roomInfo,
  epoch: v.string(),
  as_of: v.number(),
  count: v.number(),
  at: v.number(),
})

function read(ndjson: string) {
  const [first = '', ...rest] = ndjson.split('\n')
  expect(rest.pop()).toBe('')
  return { head: v.parse(head, JSON.parse(first)), lines: rest.map((json) => v.parse(lineSchema, JSON.parse(json))) }
}

test('[P-33] the lines of a file are those of history, with what became of them', async () => {
  const [ada, bob] = [await guest('ada of files'), await guest('bob of files')]
  const room = await ada.talker.joins('carried-away')
  await bob.talker.joins('carried-away')
  await Promise.all(
    Array.from({ length: 250 }, (_, n) => ada.talker.posts(room, `line ${n}\n\u2028 \u009b31m "quoted"`)),
  )
  const at = (message: number) => ({ room, cid: cid(), message })
  await ada.talker.ok('message.edit', { ...at(3), body: 'other words' })
  await ada.talker.ok('message.erase', { ...at(5), how: 'delete' })
  await bob.talker.ok('message.react', { ...at(7), kind: '🍵', on: true })
  await bob.talker.ok('message.pin', { ...at(9), on: true })
  await bob.talker.ok('message.post', { room, cid: cid(), body: 'an answer', re: 1 })

  const response = await ask(room, 'ndjson', { token: bob.token })
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  const text = await response.text()
  // Marks that a terminal or a reader of lines would obey are escaped (T-53).
  expect(text).not.toMatch(/[\u007f-\u009f\u2028]/)
  const file = read(text)
  expect(file.lines).toEqual(await history(bob.talker, room))
  expect(file.head).toMatchObject({
    room: { id: room, name: 'carried-away', title: 'carried-away' },
    as_of: 255,
    count: 251,
  })
  expect(file.lines).toHaveLength(file.head.count)
})

test('[T-13] [T-1] only for who is in the room under a name; absent and foreign look the same', async () => {
  const ada = await guest('ada of doors')
  const room = await ada.talker.joins('doors')
  const other = await (await guest('bob of doors')).talker.joins('other-doors')
  const looker = await newToken(server.url)
  const gazer = await Talker.looker(server, looker)
  await gazer.joins('doors')
  for (const kind of ['html', 'ndjson', 'zip']) {
    expect((await ask(room, kind, { token: ada.token })).status).toBe(200)
    expect(await codeOf(await ask(room, kind))).toEqual([401, 'login_first'])
    expect(await codeOf(await ask(room, kind, { token: `${ada.token.slice(0, -1)}~` }))).toEqual([401, 'login_first'])
    expect(await codeOf(await ask(room, kind, { token: looker }))).toEqual([401, 'login_first'])
    expect(await codeOf(await ask(other, kind, { token: ada.token }))).toEqual([404, 'not_found'])
    expect(await codeOf(await ask('r000000000000', kind, { token: ada.token }))).toEqual([404, 'not_found'])
  }
  expect(await codeOf(await ask(room, 'pdf', { token: ada.token }))).toEqual([404, null])
  expect(await codeOf(await ask('..%2f..', 'html', { token: ada.token }))).toEqual([404, null])
  await ada.talker.ok('room.leave', { room })
  expect(await codeOf(await ask(room, 'html', { token: ada.token }))).toEqual([404, 'not_found'])
})

test('[T-19] [T-20] not for another site, and no secret in an address', async () => {
  const { talker, token } = await guest('ada of sites')
  const room = await talker.joins('sites')
  const headers = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site', Cookie: `teahouse=${token}` },
  ]
  for (const foreign of headers) expect((await ask(room, 'ndjson', { token, headers: foreign })).status).toBe(403)
  expect((await ask(room, 'ndjson', { query: `?token=${token}` })).status).toBe(400)
  const own = { 'Sec-Fetch-Site': 'same-origin', Cookie: `teahouse=${token}` }
  expect((await ask(room, 'ndjson', { headers: own })).status).toBe(200)
  expect((await ask(room, 'ndjson', { token, method: 'POST' })).status).toBe(405)
})

test('[T-41] headers: to be kept, under a safe name, never cached, never run', async () => {
  const { talker, token } = await guest('ada of headers')
  const room = await talker.joins('标题-headers')
  await talker.posts(room, 'x')
  for (const kind of ['html', 'ndjson', 'zip']) {
    for (const method of ['GET', 'HEAD']) {
      const { headers } = await ask(room, kind, { token, method })
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
      if (method === 'GET')
        expect(headers.get('content-disposition')).toMatch(
          new RegExp(
            `^attachment; filename="[\\w. -]+\\.${kind}"; filename\\*=UTF-8''%E6%A0%87%E9%A2%98-headers[\\w%.-]*\\.${kind}$`,
          ),
        )
    }
  }
})

test('[UX-13] 200 hostile texts and a hostile name are text in the file', async () => {
  const mallory = await guest("<b onclick='x'>&amp;")
  const room = await mallory.talker.joins('hostile-file')
  for (const [at, body] of hostileTexts.entries())
    await mallory.talker.ok('message.post', { room, cid: cid(), body, ...(at > 0 ? { re: 1 } : {}) })
  const file = await (await ask(room, 'html', { token: mallory.token })).text()
  const seen = await elementsOf(file)
  const said = (await history(mallory.talker, room)).map(wordsOf)
  // Behind words that look like an address stands the host that the link leads to (T-46).
  const texts = seen.texts.map((text) => text.replace(/ \(example\.com\)$/, ''))
  expect(texts).toEqual(said.map((body) => plainText(parseMarkup(body))))
  expect(seen.texts).toHaveLength(200)
  expect(seen.names).toEqual(["<b onclick='x'>&amp;"])
  const ours = 'a article bdi body code div footer h1 h2 head header html main meta p span style time title'.split(' ')
  expect(seen.tags.filter((tag) => !ours.includes(tag))).toEqual([])
  const attributes = 'aria-label charset class content datetime dir href http-equiv id lang name rel title'.split(' ')
  expect(seen.attributes.filter((attribute) => !attributes.includes(attribute))).toEqual([])
  expect(seen.links.filter((link) => link !== '#m1' && !/^https?:/.test(link))).toEqual([])
})

/** What a parser of HTML finds in a file. */
async function elementsOf(file: string) {
  const found = {
    tags: new Set<string>(),
    attributes: new Set<string>(),
    links: new Set<string>(),
    names: new Set<string>(),
  }
  const texts: string[] = []
  let name = ''
  const rewriter = new HTMLRewriter()
    .on('*', {
      element(element) {
        found.tags.add(element.tagName)
        for (const [attribute, value] of element.attributes) {
          found.attributes.add(attribute)
          if (attribute === 'href') found.links.add(value)
        }
      },
    })
    .on('.body', {
      element: () => void texts.push(''),
      text: ({ text }) => void texts.splice(-1, 1, `${texts.at(-1)}${text}`),
    })
    .on('.head bdi', {
      text({ text, lastInTextNode }) {
        name += text
        if (!lastInTextNode) return
        found.names.add(decodeHtml(name))
        name = ''
      },
    })
  await rewriter.transform(new Response(file)).text()
  const sorted = (names: Set<string>) => [...names].sort()
  return {
    tags: sorted(found.tags),
    attributes: sorted(found.attributes),
    links: sorted(found.links),
    names: sorted(found.names),
    texts: texts.map(decodeHtml),
  }
}

const decodeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'")

test('the file for people: in the language and the hours of the reader, with answers, changes and what is gone', async () => {
  const [ada, bob] = [await guest('ada of pages'), await guest('bob of pages')]
  const room = await ada.talker.joins('pages')
  await bob.talker.joins('pages')
  const { seq: first } = await ada.talker.posts(room, '第一条')
  const { seq: gone } = await ada.talker.posts(room, 'a secret')
  await bob.talker.ok('message.post', { room, cid: cid(), body: 'an answer', re: first })
  await bob.talker.ok('message.post', { room, cid: cid(), body: 'to what is gone', re: gone })
  await ada.talker.ok('message.edit', { room, cid: cid(), message: first, body: '改过的' })
  await ada.talker.ok('message.erase', { room, cid: cid(), message: gone, how: 'recall' })
  await bob.talker.ok('message.react', { room, cid: cid(), message: first, kind: '🍵', on: true })
  const get = async (query: string) => (await ask(room, 'html', { token: bob.token, query })).text()
  const chinese = await get('?lang=zh-CN&tz=Asia/Shanghai')
  expect(chinese).toContain('<html lang="zh-CN">')
  for (const words of [
    '改过的',
    '已编辑',
    '这条消息已撤回',
    '🍵 1',
    '回复 ada of pages',
    '回复一条已不在的消息',
    '共 4 条消息',
  ])
    expect(chinese).toContain(words)
  expect(chinese).not.toMatch(/第一条|a secret/)
  const english = await get('?lang=en&tz=America/New_York')
  for (const words of ['edited', 'This message was taken back', 'In reply to ada of pages', '4 messages'])
    expect(english).toContain(words)
  const clock = (page: string) => /<time datetime="([^"]+)"[^>]*>(\d\d):\d\d</.exec(page)
  const hours = [clock(chinese), clock(english)].map((found) => Number(found?.[2]))
  const utc = new Date(clock(chinese)?.[1] ?? '').getUTCHours()
  expect(hours[0]).toBe((utc + 8) % 24)
  expect(hours[1]).toBeOneOf([(utc + 19) % 24, (utc + 20) % 24])
  // A wish that means nothing costs nothing.
  expect(await get('?lang=xx&tz=../../etc')).toContain('UTC')
})

test('[issue 4] the archive has the page, the data and every file that is still there, under names that no system minds', async () => {
  const ada = await guest('ada of archives')
  const room = await ada.talker.joins('export-archive')
  const web = new Uploader(server, ada.token)
  const noise = randomFile(300_000)
  const photo = new Uint8Array(await jpegPicture({ width: 90, height: 60 }))
  const send = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    web.sends(await web.opens(room, { name, bytes: bytes.length }), bytes)
  const says = async (body: string, ...files: string[]) =>
    ada.talker.ok('message.post', { room, cid: cid(), body, files: files.map((id) => ({ id })) })
  const picture = await send('茶<b>.jpg', photo)
  const data = await send('a:b?.bin', noise)
  await says('both', picture.id, data.id)
  const gone = await send('gone.bin', randomFile(1_000))
  const { seq: message } = await says('', gone.id)
  await ada.talker.ok('message.erase', { room, cid: cid(), message, how: 'delete' })

  const response = await ask(room, 'zip', { token: ada.token })
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toEndWith('.zip')
  const entries = readZip(Buffer.from(await response.arrayBuffer()))
  const [html, ndjson, first, second, ...more] = entries
  expect(more).toEqual([])
  expect(entries.map(({ name }) => name)).toEqual([
    'room.html',
    'room.ndjson',
    'files/1-1 茶_b_.jpg',
    'files/1-2 a_b_.bin',
  ])
  const shown = await web.get(picture.id)
  expect(first?.bytes.equals(shown.bytes)).toBe(true)
  expect(second?.bytes.equals(noise)).toBe(true)
  const page = html?.bytes.toString() ?? ''
  expect(page).toContain(`<img src="files/1-1%20%E8%8C%B6_b_.jpg" alt="茶_b_.jpg"`)
  expect(page).toContain('<a href="files/1-2%20a_b_.bin">')
  expect(page).not.toContain('gone.bin')
  expect(ndjson?.bytes.toString()).toContain(picture.id)
  // By itself the page leads nowhere.
  const alone = await (await ask(room, 'html', { token: ada.token })).text()
  expect(alone).toContain('茶_b_.jpg')
  expect(alone).not.toContain('files/')
})
