import { expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { bugs } from './bugs.ts'
import { patched } from './patched.ts'
import { watchBug, watchControl, whyNot } from './run-planted.ts'

setDefaultTimeout(TEST_MS)

/** Of each kind one: the order, the answer, the revocation; a file of the roads beside the socket; a card. All are caught by `npm run faults -- --planted`. */
const QUICK = ['B-2', 'B-9', 'B-11', 'B-22', 'B-31']
const isFull = process.env['FAULTS_FULL'] === '1'

// Most are planted by the long list alone: who changes the server would not hear of it.
test('each bug can be planted into the sources as they are, and those that it makes can be read', () => {
  const reader = new Bun.Transpiler({ loader: 'ts' })
  for (const bug of bugs) for (const source of patched(bug).values()) reader.transformSync(source)
  expect(() =>
    patched({ id: 'B-0', patches: [{ file: 'server/main.ts', find: 'no such text', replace: '' }] }),
  ).toThrow('B-0: server/main.ts has 0 times, not once: no such text')
})

test('[B-2] [B-9] [B-11] [B-22] [B-31] [F-1] [F-6] planted bugs are caught, and the same run without one is clean', async () => {
  const quick = bugs.filter(({ id }) => QUICK.includes(id))
  const watched = await Promise.all([
    watchControl('kill'),
    watchControl('roads', true),
    watchControl('house'),
    ...quick.map(watchBug),
  ])
  for (const { name, isRight, says } of watched) expect(isRight, `${name}: ${says}`).toBe(true)
})

test.skipIf(!isFull || whyNot('power loss') !== null)('[F-2] the run with a power loss is clean', async () => {
  const { isRight, says } = await watchControl('power loss')
  expect(isRight, says).toBe(true)
})

test.skipIf(!isFull)('the roads are clean, also where a push is refused for a moment', async () => {
  const { isRight, says } = await watchControl('roads')
  expect(isRight, says).toBe(true)
})

for (const bug of bugs.filter(({ id }) => !QUICK.includes(id)))
  test.skipIf(!isFull || whyNot(bug.needs ?? 'kill') !== null)(
    `[${bug.id}] ${bug.says}: caught by ${bug.rules}`,
    async () => {
      const { isRight, says } = await watchBug(bug)
      expect(isRight, says).toBe(true)
    },
  )
