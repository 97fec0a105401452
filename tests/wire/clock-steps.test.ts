import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { bringV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const HOUR_MS = 3_600_000
const PEOPLE = 10

/** Debian and its like, Fedora, Arch. Never the machine's own clock. */
const library = ['/usr/lib/*/faketime', '/usr/lib64/faketime', '/usr/lib/faketime']
  .flatMap((folder) => [...new Glob(`${folder}/libfaketime.so.1`).scanSync('/')])
  .map((path) => join('/', path))
  .find((path) => existsSync(path))

if (!library) console.log('[F-17] left out: libfaketime is not installed')

test.skipIf(!library)(
  '[P-18] [F-17] the clock steps a day on, two days back, and over a restart: order and times hold, nobody is put out',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'teahouse-steps-'))
    const file = join(folder, 'step')
    const step = (offset: string) => writeFileSync(file, offset)
    step('+0')
    const faked = {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
    }
    await using server = await startServer({ env: faked })
    const people = await Promise.all(Array.from({ length: PEOPLE }, (_, at) => bringV1(server, `leaf ${at}`)))
    const [ada] = people as [V1Client]
    const nowOf = async (client: V1Client) => Number((await client.call('heartbeat', {})).body['now_ms'])
    const says = async (client: V1Client, body: string) => {
      expect((await client.post(body)).outcome).toBe('ok')
      return nowOf(client)
    }
    const clocks = [await says(ada, 'one')]
    step('+1d')
    clocks.push(await says(ada, 'two'))
    step('-1d')
    clocks.push(await says(ada, 'three'))
    // It happened, on and back.
    const [one = 0, two = 0, three = 0] = clocks
    expect([two - one > 23 * HOUR_MS, one - three > 23 * HOUR_MS]).toEqual([true, true])
    // Deadlines are of another clock: all are still here, and are answered.
    for (const each of people) expect((await each.call('heartbeat', {})).outcome).toBe('ok')
    expect(server.lines.filter(({ event }) => event === 'closed')).toEqual([])

    await server.restart()
    const again = await bringV1(server, 'after')
    expect(one - (await says(again, 'four'))).toBeGreaterThan(23 * HOUR_MS)
    const stored = await again.stored(0)
    expect(stored.map(({ body }) => body)).toEqual(['one', 'two', 'three', 'four'])
    const times = stored.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const each of [...people, again]) each.leaves()
    rmSync(folder, { recursive: true })
  },
)
