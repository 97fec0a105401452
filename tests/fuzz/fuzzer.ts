import type { World } from './world.ts'

export type Order = {
  seed: number
  /** The number of the first case: `--from` plays a finding again. */
  from: number
  /** How many inputs, at least. */
  count: number
  world: World
}

/** Something that must not be. `number` with the seed makes it again. */
export type Finding = { number: number; what: string; input: string }

/** `inputs` that were really tried, for a run that tried nothing is void; what else is worth a line goes into `figures`. */
export type Outcome = {
  inputs: number
  findings: readonly Finding[]
  figures: Readonly<Record<string, number | string>>
}

/** One kind of nonsense, by the dice. It stops early when it has found enough (`ENOUGH`). */
export type Fuzzer = {
  /** The option of `npm run fuzz` that sets the count. */
  name: string
  /** Inputs in `npm test`. */
  inTests: number
  run(order: Order): Promise<Outcome>
}

/** More findings than these say nothing new. */
export const ENOUGH = 20
