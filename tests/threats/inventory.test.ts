import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Glob } from 'bun'

const root = path.resolve(import.meta.dir, '../..')
const LAST = 83

/** Threats that have no test, and why. One that gets a test leaves this list: it fails until then. */
const notYet: Readonly<Record<string, string>> = {
  'T-21': 'nobody signs up or in yet; a session is one secret for its whole life, also when its owner claims the house',
  'T-23': 'no tokens of host sites yet',
  'T-24': 'no accounts and no passwords yet',
  'T-32': 'no webhooks and no bots yet',
  'T-48': 'nothing is embedded, and no page of ours listens to postMessage',
  'T-68': 'one node: there are no doorbells',
  'T-69': 'no keys of other sites yet',
  'T-77': 'an invitation is the address of a link room; there are no codes with an end yet',
}

const cited = new Set(
  [...new Glob('{protocol,sdk,server,web,bin,tests}/**/*.test.{ts,tsx}').scanSync({ cwd: root })]
    .filter((file) => !file.endsWith('inventory.test.ts'))
    .flatMap((file) => readFileSync(path.join(root, file), 'utf8').match(/\[T-\d+\]/g) ?? [])
    .map((id) => id.slice(1, -1)),
)

test('every threat has a test that cites it, or a reason why it has none yet', () => {
  const all = Array.from({ length: LAST }, (_, at) => `T-${at + 1}`)
  expect(all.filter((id) => !cited.has(id) && !(id in notYet))).toEqual([])
  expect(Object.keys(notYet).filter((id) => cited.has(id))).toEqual([])
})
