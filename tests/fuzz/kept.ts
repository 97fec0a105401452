import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { Dice } from './dice.ts'
import type { Finding } from './fuzzer.ts'
import { type AnyCheck, shown } from './pure/check.ts'
import { faultOf } from './pure/run-checks.ts'

const texts = v.array(
  v.object({
    /** The row of threats.md, or what it once found. */
    why: v.string(),
    text: v.string(),
    times: v.optional(v.number(), 1),
    before: v.optional(v.string(), ''),
    behind: v.optional(v.string(), ''),
  }),
)
const files = v.array(v.object({ why: v.string(), base64: v.string() }))

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(import.meta.dir, 'corpus', name), 'utf8'))

type Kept = { why: string; input: string | Uint8Array<ArrayBuffer> }

function kept(): Kept[] {
  return [
    ...v.parse(texts, read('texts.json')).map(({ why, text, times, before, behind }) => ({
      why,
      input: `${before}${text.repeat(times)}${behind}`,
    })),
    ...v
      .parse(files, read('files.json'))
      .map(({ why, base64 }) => ({ why, input: Uint8Array.from(Buffer.from(base64, 'base64')) })),
  ]
}

/** Everything that is kept in `corpus/`, by every check that takes such a thing. What once was found is found no more. */
export async function faultsOfKept(checks: readonly AnyCheck[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const one of checks) {
    const taken = one.make(new Dice(0))
    for (const { why, input } of kept()) {
      if (typeof taken !== typeof input || taken instanceof Uint8Array !== input instanceof Uint8Array) continue
      const fault = await faultOf(one, input.slice(0, one.mostUnits))
      if (fault !== null)
        findings.push({ number: 0, what: `${one.name} (kept: ${why})`, input: `${fault} · ${shown(input)}` })
    }
  }
  return findings
}
