import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { SEED } from '#tests/kit/chance.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { fuzzers } from './fuzzers.ts'
import { World } from './world.ts'

setDefaultTimeout(TEST_MS)

/** A run of a second has some hundred answers, of which p99 is nearly the worst, and other tests run beside it. */
const CANARY_MS = 2_000
const world = new World(CANARY_MS)
afterAll(() => world[Symbol.asyncDispose]())

for (const { name, inTests, run } of fuzzers) {
  test(`[P-29] ${name}: nonsense by the dice does no harm`, async () => {
    const { inputs, findings } = await run({ seed: SEED, from: 0, count: inTests, world })
    expect(findings).toEqual([])
    expect(inputs).toBeGreaterThanOrEqual(inTests)
    expect((await world.verdict()).complaints).toEqual([])
  })
}
