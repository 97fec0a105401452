import { expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { bringV1, joins, openV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const setBound = (pid: number, bound: number | string) =>
  spawnSync('prlimit', ['--pid', String(pid), `--nofile=${bound}:`])

test.skipIf(Bun.which('prlimit') === null)(
  '[F-22] [C-11] no descriptor is left: messages go on, a file is refused as busy and not as a fault, both ways, and goes when there are some',
  async () => {
    await using server = await startServer({ env: { CLASSIC: 'off' } })
    const token = await newToken(server.url)
    using ada = await openV1(server)
    await ada.call('hello', { v: 1, token })
    await ada.call('profile.set', { name: 'ada', look: 0 })
    await joins(ada, '')
    const web = new Uploader(server, token)
    using bob = await bringV1(server, 'bob')
    const begun = await web.opens(ada.room, { name: 'x', bytes: 1_000 })
    const bytes = randomFile(1_000)
    const kept = await web.uploads(ada.room, bytes)
    setBound(server.pid, 5)
    expect((await ada.post('still here')).outcome).toBe('ok')
    await bob.hears('still here')
    expect((await web.patch(begun.id, 0, bytes)).json).toEqual({ code: 'busy', retry_after_ms: 1_000 })
    expect((await web.get(kept.id)).json).toEqual({ code: 'busy', retry_after_ms: 1_000 })
    setBound(server.pid, 20_000)
    expect((await web.get(kept.id)).bytes).toEqual(bytes)
    expect((await web.patch(begun.id, 0, bytes)).status).toBe(200)
    expect(server.lines.filter(({ event }) => event === 'request_failed')).toEqual([])
  },
)
