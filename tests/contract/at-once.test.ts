import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import path from 'node:path'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { type Pack, pack as packShape } from '#protocol/packs.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const env = { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '1000' }
const ROUNDS = 5

/** The owner of the house, on four lines at once: tabs, or one that sends again what it got no answer to. */
let server: TestServer
let web: Uploader
let lines: readonly Talker[]
let room: string
beforeAll(async () => {
  server = await startServer({ env })
  const token = await newToken(server.url)
  lines = await Promise.all(Array.from({ length: 4 }, () => Talker.looker(server, token)))
  web = new Uploader(server, token)
  const [first] = lines
  if (!first) throw new Error('nobody came')
  await first.ok('profile.set', { name: 'everywhere', look: 1 })
  await first.ok('owner.claim', { code: await claimCode(server) })
  room = await first.joins('at-once')
  for (const line of lines) await line.joins('at-once')
})
afterAll(() => server.dispose())

let shade = 0
async function picture(): Promise<string> {
  const of = ++shade
  const bytes = new Uint8Array(pngPicture({ width: 20, height: 20, draw: () => [of, 0, 0, 255] }))
  const begun = await web.opens(null, { name: 'x.png', bytes: bytes.length })
  return (await web.sends(begun, bytes)).id
}

const made = v.object({ pack: packShape })
/** The same asked on all lines in one moment: the packs that came of it, and the codes of what was refused. */
async function all(name: 'pack.make' | 'pack.change', inputs: readonly unknown[]) {
  const answers = await Promise.all(inputs.map((input, at) => lines[at % lines.length]?.ask(name, input)))
  const packs = answers.filter((one) => one?.kind === 'ok').map((one) => v.parse(made, one?.body).pack)
  return { packs, refused: answers.filter((one) => one?.kind === 'no').map((one) => one?.body['code']) }
}

async function listed(title: string): Promise<Pack[]> {
  const found: Pack[] = []
  for (let after: string | undefined; ; ) {
    const asked = await lines[0]?.ok('pack.list', after ? { after } : {})
    const page = v.parse(commands['pack.list'].reply, asked)
    found.push(...page.packs.filter((one) => one.title === title))
    if (!page.next) return found
    after = page.next
  }
}

test('[HOUSE-11] [P-5] a pack that is made four times in one moment is one; its pictures are taken over once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const title = `once ${round}`
    const pictures = [{ name: `one_${round}`, file: await picture() }]
    pictures.push({ name: `two_${round}`, file: await picture() })
    const wish = { title, kind: 'stickers', pictures }
    const { packs, refused } = await all('pack.make', [wish, wish, wish, wish])
    expect([new Set(packs.map(({ id }) => id)).size, packs.length, refused]).toEqual([1, 4, []])
    const [pack] = packs
    const add = [{ name: `three_${round}`, file: await picture() }]
    const change = { pack: pack?.id, add }
    const changed = await all('pack.change', [change, change, change, change])
    expect(changed.refused).toEqual([])
    for (const { version, pictures: now } of changed.packs) expect([version, now.length]).toEqual([2, 3])
    expect(await listed(title)).toEqual([expect.objectContaining({ id: pack?.id, version: 2 })])
  }
})

test('names, and pictures, that two packs want in one moment belong to one of them, and the other is refused whole', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const wish = async (name: string) => ({
      title: `names ${round}`,
      kind: 'emoticons',
      pictures: [{ name, file: await picture() }],
    })
    // The same name, but for its case.
    const wishes = [await wish(`Cup_${round}`), await wish(`cup_${round}`), await wish(`CUP_${round}`)]
    const named = await all('pack.make', wishes)
    expect([named.packs.length, named.refused]).toEqual([1, ['name_taken', 'name_taken']])
    expect(await listed(`names ${round}`)).toHaveLength(1)

    const [file, other] = [await picture(), await picture()]
    const title = `files ${round}`
    const alone = { title, kind: 'emoticons', pictures: [{ name: `alone_${round}`, file }] }
    const both = {
      ...alone,
      pictures: [
        { name: `both_${round}`, file },
        { name: `other_${round}`, file: other },
      ],
    }
    const filed = await all('pack.make', [alone, both])
    expect([filed.packs.length, filed.refused]).toEqual([1, ['not_found']])
    expect(await listed(title)).toHaveLength(1)
  }
})

/** Files of the room that no message names: one for each upload that became one, and no other. */
function waitingFiles(): (string | null)[] {
  const database = new Database(path.join(server.dataDir, 'teahouse.sqlite'), { readonly: true })
  const rows = database
    .query<{ upload: string | null }, [string]>(
      'select u.id as upload from files f left join uploads u on u.file_id = f.id where f.room_id = ? and f.seq is null',
    )
    .all(room)
  database.close()
  return rows.map(({ upload }) => upload)
}

test('[P-19] [P-5] an upload whose end is sent and asked for on many lines in one moment is one file', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = randomFile(30_000)
    const { id } = await web.opens(room, { name: 'x', bytes: bytes.length })
    await web.patch(id, 0, bytes.slice(0, 10_000))
    const answers = await Promise.all([
      ...[1, 2, 3, 4].map(() => web.patch(id, 10_000, bytes.slice(10_000))),
      ...[1, 2].map(() => web.call(`/api/uploads/${id}`)),
    ])
    // A later request ends an earlier one, whose sender asks again; nobody is told anything else.
    for (const { status } of answers) expect([200, 409, 503]).toContain(status)
    const { file } = await web.state(id)
    expect(file?.bytes).toBe(bytes.length)
    const told = answers.flatMap(({ json }) =>
      json?.['file'] ? [v.parse(v.looseObject({ id: v.string() }), json['file']).id] : [],
    )
    expect(new Set([...told, file?.id])).toEqual(new Set([file?.id]))
    expect(waitingFiles()).toEqual([id])
    expect((await web.get(file?.id ?? '')).bytes.equals(bytes)).toBe(true)

    // Named by four messages in one moment it is in one, and nothing of the others is there.
    const posts = lines.map((line, at) =>
      line.ask('message.post', { room, cid: crypto.randomUUID(), body: `${at}`, files: [{ id: file?.id }] }),
    )
    const outcomes = (await Promise.all(posts)).map(({ kind, body }) => (kind === 'ok' ? 'ok' : body['code']))
    expect(outcomes.toSorted()).toEqual(['not_found', 'not_found', 'not_found', 'ok'])
    const history = await lines[0]?.ok('room.history', { room, limit: 100 })
    const { lines: said } = v.parse(commands['room.history'].reply, history)
    expect(said.flatMap(({ files }) => files ?? []).filter(({ id: of }) => of === file?.id)).toHaveLength(1)
    expect(said).toHaveLength(round + 1)
  }
})

test('[P-19] [P-5] the same message on four lines in one moment, with the file that it names: said once, and all are told so', async () => {
  const bytes = randomFile(1_000)
  const file = await web.uploads(room, bytes)
  const cid = crypto.randomUUID()
  const post = { room, cid, body: '', files: [{ id: file.id }] }
  const answers = await Promise.all(lines.map((line) => line.ok('message.post', post)))
  expect(new Set(answers.map(({ seq }) => seq)).size).toBe(1)
  expect(answers.filter(({ dup }) => dup)).toHaveLength(3)
})

test('[P-19] given up and named in one moment, a file is in its message or gone, and never half of each', async () => {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const bytes = randomFile(2_000)
    const { id } = await web.opens(room, { name: 'x', bytes: bytes.length })
    const { json } = await web.patch(id, 0, bytes)
    const file = v.parse(v.looseObject({ file: v.looseObject({ id: v.string() }) }), json).file.id
    const post = { room, cid: crypto.randomUUID(), body: 'x', files: [{ id: file }] }
    const [kind, gone] = await Promise.all([
      lines[0]?.refusal('message.post', post),
      web.call(`/api/uploads/${id}`, { method: 'DELETE' }),
    ])
    expect(gone.status).toBeLessThan(300)
    const got = await web.get(file)
    expect([kind, got.status]).toEqual(kind === 'ok' ? ['ok', 200] : ['not_found', 404])
    if (kind === 'ok') expect(got.bytes.equals(bytes)).toBe(true)
  }
})
