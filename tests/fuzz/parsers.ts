import { ENOUGH, type Fuzzer } from './fuzzer.ts'
import { faultsOfKept } from './kept.ts'
import { byteChecks } from './pure/byte-checks.ts'
import { headChecks } from './pure/head-checks.ts'
import { inputChecks } from './pure/input-checks.ts'
import { markupChecks } from './pure/markup-checks.ts'
import { nameChecks } from './pure/name-checks.ts'
import { pageChecks } from './pure/page-checks.ts'
import { pageSideChecks } from './pure/page-side-checks.ts'
import { runChecks } from './pure/run-checks.ts'

/** Everything that reads what strangers wrote, without a server around it. */
export const checks = [
  ...markupChecks,
  ...nameChecks,
  ...pageChecks,
  ...pageSideChecks,
  ...headChecks,
  ...inputChecks,
  ...byteChecks,
]

/** (d) Pure functions (promises.md 5): they refuse in their own way or give what they promise, and take time that grows with the input. */
export const parsers: Fuzzer = {
  name: 'parsers',
  inTests: 50_000,
  async run({ seed, from, count }) {
    const kept = from === 0 ? await faultsOfKept(checks) : []
    const { inputs, slowest, slowestMs, findings } = await runChecks(checks, { seed, count, from, most: ENOUGH })
    return {
      inputs,
      findings: [...kept, ...findings.map(({ check, at, words }) => ({ number: at, what: check, input: words }))],
      figures: { 'functions with properties': checks.length, 'slowest, ms': `${Math.round(slowestMs)} (${slowest})` },
    }
  },
}
