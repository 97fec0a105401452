import type { V1Client } from './v1-client.ts'

/** The slowest of some answers to somebody who does nothing wrong, in milliseconds. */
export async function slowestAnswer(canary: V1Client, times = 20): Promise<number> {
  let slowest = 0
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    const { outcome } = await canary.call('heartbeat', {})
    if (outcome !== 'ok') throw new Error(`a heartbeat was answered with ${outcome}`)
    slowest = Math.max(slowest, performance.now() - began)
  }
  return slowest
}

/**
 * What others may wait at the most while somebody misbehaves, when they wait `calmMs` at the most in peace. It is a few
 * milliseconds on a quiet machine; a server that waits for one of them waits for 10 s, and a machine may stand still for one.
 */
export const mostMs = (calmMs: number): number => 2_000 + 20 * calmMs
