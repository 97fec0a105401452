import type { RunResult } from './generator.ts'

/**
 * `void`: the run says nothing, for the generator failed or a message was lost; it is not repeated. `behind`: the server
 * delivered less than was offered; that counts, but its latency does not (performance.md 6).
 */
export type Verdict = { is: 'good' } | { is: 'behind' } | { is: 'void'; why: string }

const MOST_BUSY = 0.8
const RATE_TOLERANCE = 0.02

export function judgeFanOut(run: RunResult): Verdict {
  const why = reasonVoid(run)
  if (why) return { is: 'void', why }
  // One message may straddle the edge of the window, which weighs when few are sent.
  const due = run.sentInWindow * (1 - RATE_TOLERANCE) - 1
  if (run.messages < due * run.members) return { is: 'behind' }
  return run.drained ? { is: 'good' } : { is: 'void', why: 'not all messages came' }
}

export function judgeDurable(run: RunResult): Verdict {
  const why = reasonVoid(run)
  if (why) return { is: 'void', why }
  if (run.answeredInWindow < run.sentInWindow * (1 - RATE_TOLERANCE)) return { is: 'behind' }
  return run.answered === run.sent ? { is: 'good' } : { is: 'void', why: 'not all messages were acknowledged' }
}

function reasonVoid(run: RunResult): string | null {
  const busy = run.generatorSeconds / run.seconds
  const offered = run.rate * run.seconds
  if (busy > MOST_BUSY) return `the generator's core was ${Math.round(busy * 100)} % busy`
  if (Math.abs(run.sentInWindow - offered) > offered * RATE_TOLERANCE + 1) return 'the generator did not hold the rate'
  if (run.serverSeconds <= 0) return 'the server worked less than can be told'
  if (run.missing > 0) return `${run.missing} messages were missing`
  if (run.outOfOrder + run.brokenSeqs > 0)
    return `${run.outOfOrder + run.brokenSeqs} messages were out of order or doubled`
  if (run.lostConnections > 0) return `${run.lostConnections} connections were lost`
  if (run.refused + run.unknown > 0) return `${run.refused + run.unknown} messages were not stored: ${run.refusal}`
  if (run.answeredTwice > 0) return `${run.answeredTwice} messages were answered twice`
  return null
}
