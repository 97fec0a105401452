// docs/house.md 6: tests wait for the thing itself, and what may take how long is measured against a control in the same run.
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dir, '../..')

/** How a test would come to depend on the machine, and what there is instead. */
const temptations: readonly [pattern: RegExp, instead: string][] = [
  [/\b(?:Bun\.sleep|waitForTimeout)\((?!0\))|setTimeout\([^,]+, [\d_]+\)/, 'wait for what comes'],
  [/^\}, [\d_]+\)$|timeout: ?\d|setDefaultTimeout\(\d/, 'TEST_MS of tests/kit/patience.ts'],
  [/\bVmRSS\b/, 'heldMb of tests/kit/held-memory.ts: a sweep first'],
]

function temptedAt(file: string): string[] {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
  return lines.flatMap((line, at) =>
    temptations.flatMap(([pattern, instead]) => (pattern.test(line) ? [`${file}:${at + 1}: ${instead}`] : [])),
  )
}

test('no test waits for the clock, gives itself a time of its own, or asks when the collector came by', () => {
  const places = ['protocol', 'sdk', 'server', 'web', 'bin', 'tests'].join(',')
  const files = [...new Bun.Glob(`{${places}}/**/*.{test,contract}.ts`).scanSync(root)].filter(
    (file) => file !== 'tests/docs/clocks.test.ts',
  )
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap(temptedAt)).toEqual([])
})

test('it would be found', () => {
  for (const line of [
    '  await Bun.sleep(50)',
    '}, 20_000)',
    '  await menu.waitFor({ timeout: 3_000 })',
    '/VmRSS: (.*)/',
  ])
    expect(temptations.filter(([pattern]) => pattern.test(line)).length).toBe(1)
})
