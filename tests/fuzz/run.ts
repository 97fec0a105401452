// `npm run fuzz -- --frames 1000000 --seed 7`: nonsense by the dice against a real server, and what must hold all the same. Every fuzzer
// of `fuzzers.ts` is an option with a count; without any, each does as much as in `npm test`. A finding is played again with
// `--seed` and `--from`.
import { parseArgs } from 'node:util'
import { fuzzers } from './fuzzers.ts'
import { World } from './world.ts'

const options = Object.fromEntries(
  [...fuzzers.map(({ name }) => name), 'seed', 'from'].map((name) => [name, { type: 'string' } as const]),
)

/** Plays what the options ask for; resolves to the number of things that must not be. */
async function fuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options })
  const seed = Number(values['seed'] ?? Math.floor(Math.random() * 2 ** 31))
  const from = Number(values['from'] ?? 0)
  const asked = fuzzers.filter(({ name }) => values[name] !== undefined)
  await using world = new World()
  let wrong = 0
  console.log(`seed ${seed}`)
  for (const { name, inTests, run } of asked.length > 0 ? asked : fuzzers) {
    const sinceMs = performance.now()
    const { inputs, findings, figures } = await run({ seed, from, count: Number(values[name] ?? inTests), world })
    const seconds = (performance.now() - sinceMs) / 1_000
    console.log(`${name}: ${inputs} inputs in ${seconds.toFixed(1)} s`)
    tell(figures)
    for (const { number, what, input } of findings)
      console.log(`  ✗ --seed ${seed} --from ${number}: ${what}\n    ${input}`)
    wrong += findings.length + (inputs === 0 ? 1 : 0)
  }
  const { complaints, figures } = await world.verdict()
  tell(figures)
  for (const complaint of complaints) console.log(`  ✗ ${complaint}`)
  return wrong + complaints.length
}

function tell(figures: Readonly<Record<string, number | string>>): void {
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name}: ${value}`)
}

process.exit((await fuzz(process.argv.slice(2))) === 0 ? 0 : 1)
