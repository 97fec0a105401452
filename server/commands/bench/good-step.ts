import type { Step } from './judge.ts'

/** A step of a ladder at which nothing gave out; tests change what they ask about. */
export const good: Step = {
  people: 1_000,
  rooms: 1,
  rate: 10,
  p50Ms: 4,
  p99Ms: 20,
  storedP99Ms: 5,
  lagP99Ms: 3,
  messages: 10_000,
  frames: 10_000,
  bytes: 3_000_000,
  serverCores: 0.1,
  clientsBusy: 0.1,
  boxBusy: 0.2,
  freeMemory: 1e9,
  unanswered: 0,
  missing: 0,
  uneven: 0,
  disordered: 0,
  lost: 0,
  refused: 0,
  refusal: '',
  isBehind: false,
}
