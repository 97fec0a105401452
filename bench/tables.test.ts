import { expect, test } from 'bun:test'
import { contestants } from './contestants.ts'
import { fineRun } from './fine-run.ts'
import { judgeFanOut } from './judge.ts'
import type { FanOutRow } from './results.ts'
import { dutyTable, fanOutTables } from './tables.ts'

function rowOf(change: Partial<FanOutRow>): Record<string, string> {
  const verdict = judgeFanOut(fineRun)
  const row = {
    contestant: 'ws',
    rate: 100,
    runs: [{ run: fineRun, verdict, pssBytes: 57e6 }],
    skipped: null,
    ...change,
  }
  const [table] = fanOutTables([row], 1_000)
  return Object.fromEntries(table?.head.map((name, at) => [name, table.rows[0]?.[at] ?? '']) ?? [])
}

test('[PERF 6] processor time is told apart, and beside it memory and the load of who measures', () => {
  expect(rowOf({})).toMatchObject({
    'server CPU % (user + system)': '20.0 (8.00 + 12.0)',
    'generator CPU %': '30.0',
    'server PSS MB': '57.0',
    remark: '',
  })
})

test('[PERF 6] over 80 % of its core voids what the generator measured: the row says so and has no figure', () => {
  const run = { ...fineRun, generatorSeconds: 8.1 }
  const row = rowOf({ runs: [{ run, verdict: judgeFanOut(run), pssBytes: 57e6 }] })
  expect(row).toMatchObject({ 'deliveries a CPU second': '–', 'generator CPU %': '81.0' })
  expect(row['remark']).toBe("1 of 1 void: the generator's core was 81 % busy")
})

test('what was skipped is marked as not measured, with its reason', () => {
  const row = rowOf({ runs: [], skipped: 'ws is not installed' })
  expect(row).toMatchObject({ 'deliveries a CPU second': '–', remark: 'not measured: ws is not installed' })
})

test('[PERF 5] each contestant has its row of what it does', () => {
  const { head, rows } = dutyTable()
  expect(rows.length).toBe(contestants.length)
  expect(head.slice(1, -1)).toEqual(['checks input', 'durable', 'ordered', 'resumable', 'people list', 'history'])
  expect(new Set(contestants.map(({ key }) => key)).size).toBe(contestants.length)
})
