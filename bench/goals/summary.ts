import { contestants } from '../contestants.ts'
import type { Kept } from '../figures.ts'
import { framed } from '../page-sections.ts'
import { nameOf } from '../tables.ts'
import { goals } from './list.ts'
import { figureWords, verdictOf } from './table.ts'

const peers = contestants.filter(({ key, kind }) => kind === 'peer' || key === 'bun0').map(({ key }) => key)
const called = (key: string): string => (key === 'bun0' ? 'a bare Bun publish loop (Bun0)' : nameOf(key))

/**
 * The first words of the page (performance.md 10): how many times which peer, in which room and on what box, calm and under load together, and
 * never the one without the other; what is stored with the disk beside it; and what was missed, in the same breath as what was met.
 */
export function summarySection(kept: Kept): string {
  const lines = [
    ...fanOutLines(kept),
    ...memoryLine(kept),
    ...latencyLine(kept),
    ...durableLine(kept),
    ...goalsLine(kept),
  ]
  return framed('summary', [...lines.map((line) => `- ${line}`)])
}

function ratios(kept: Kept, prefix: string, where: readonly string[]): string {
  return where
    .flatMap((key) => {
      const value = kept[`${prefix}.${key}`]?.value
      return value === undefined ? [] : [`${figureWords(value)} × ${called(key)}`]
    })
    .join(', ')
}

function fanOutLines(kept: Kept): string[] {
  const calm = ratios(kept, 'fan-out.10', peers)
  const loaded = [300, 1_000].map((rate) => [rate, ratios(kept, `fan-out.${rate}`, peers)] as const)
  // Gathered figures never stand alone.
  if (!calm || !loaded[0]?.[1]) return []
  return [
    `Messages of 120 bytes into one room of 1,000, server on one core, over loopback; deliveries for each second of the server’s processor, ours ÷ theirs. **Calm**, 10 messages a second, each in a frame of its own: ${calm}.`,
    `**Under load** we gather what a room says in 35 ms into one frame, and the peers send each message by itself: ${loaded
      .map(([rate, words]) => (words ? `at ${rate.toLocaleString('en')} a second ${words}` : ''))
      .filter(Boolean)
      .join(
        '; ',
      )}. Who falls behind there counts with what it delivered. Messages, frames and bytes stand apart below; versions, box and command above. All of ours is on (checks, storage, order, resume, people, history); what the others do and do not: *What each does*.`,
  ]
}

function memoryLine(kept: Kept): string[] {
  const bytes = kept['memory.bytes']?.value
  if (bytes === undefined) return []
  const others = ratios(kept, 'memory', peers)
  return [
    `An idle joined connection takes ${(bytes / 1_000).toFixed(1)} kB of the server’s memory (slope of the proportional set size, the kernel’s part not counted): ${others}.`,
  ]
}

function latencyLine(kept: Kept): string[] {
  const [p99, rate] = [kept['latency.p99']?.value, kept['latency.rate']?.value]
  if (p99 === undefined || rate === undefined) return []
  return [
    `100 rooms of 50 at ${figureWords(rate)} messages a second together, 60 % of the most that it holds: from sending to hearing, stored meanwhile, p99 ${figureWords(p99)} ms.`,
  ]
}

function durableLine(kept: Kept): string[] {
  const [p99, sync] = [kept['durable.p99']?.value, kept['durable.fsync-p99']?.value]
  if (p99 === undefined || sync === undefined) return []
  return [
    `5,000 messages a second from 1,000 senders, acknowledged when a loss of power would not take them: p99 ${figureWords(p99)} ms, on a disk whose \`fdatasync\` has a p99 of ${figureWords(sync)} ms; a slower disk makes it longer.`,
  ]
}

function goalsLine(kept: Kept): string[] {
  const verdicts = goals.map((goal) => ({ goal, verdict: verdictOf(goal, kept[goal.name]?.value) }))
  const count = (...wanted: string[]): number => verdicts.filter(({ verdict }) => wanted.includes(verdict)).length
  const missed = [...new Set(verdicts.filter(({ verdict }) => verdict === 'missed').map(({ goal }) => goal.id))]
  const words = missed.length > 0 ? `, of ${missed.join(', ')}` : ''
  return [
    `Of the [goals](#goals), row by row: ${count('met', 'stretch met')} met, ${count('missed')} missed${words}, ${count('not measured')} not measured. One box, one run of each section: trust the ratios, not the numbers.`,
  ]
}
