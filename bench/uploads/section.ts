import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { quantile, spreadOf } from '../statistics.ts'
import type { UploadResults, UploadRun } from '../uploads.ts'

const MOST_BYTES = 250e6
const MOST_RATIO = 1.2
const MOST_PHOTO_MS = 1_000

/** The section of uploads of docs/benchmarks.md. */
export function writeUploadsSection(results: UploadResults, command: string, machine: Machine): string {
  const { files, fileBytes, perSecond, restBytes, runs, photos } = results
  const ratios = runs.map(({ alone, beside }) => beside.p99 / alone.p99)
  const ratio = spreadOf(ratios)?.median ?? Number.NaN
  const most = Math.max(...runs.map(({ allBytes }) => allBytes))
  const ready = quantile(photos.readyMs, 0.5)
  const seen = quantile(photos.seenMs, 0.5)
  const { bun } = machine
  return framed('uploads', [
    '## Files beside a chat',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. ${files} files of ${mb(fileBytes)} at once, by 20 people from one process with`,
    `lower priority, while 10 others say ${perSecond} messages a second in a room of 30; each turn first without the files. Memory is the most that was seen, in rest it was ${mb(restBytes)}.`,
    '',
    '| files took s | MB/s | server MB | with its picture maker MB | p50 ms, alone → beside | p99 ms, alone → beside | ÷ | most ms, alone → beside | `/healthz` beside, p99 and most ms |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...runs.map((run) => rowOf(run, files * fileBytes)),
    '',
    '| goal (PERF-17) | measured | at most | |',
    '| --- | --- | --- | --- |',
    `| memory of the server and its child | ${mb(most)} | ${mb(MOST_BYTES)} | ${verdict(most <= MOST_BYTES)} |`,
    `| p99 beside files ÷ alone | ${ratio.toFixed(2)} | ${MOST_RATIO} | ${verdict(ratio <= MOST_RATIO)} |`,
    `| a photo of 12 Mpx and ${mb(photos.bytes)}: from its last byte to the file, p50 | ${Math.round(ready)} ms | ${MOST_PHOTO_MS} ms | ${verdict(ready <= MOST_PHOTO_MS)} |`,
    `| … from its first byte until another person has its small form, p50 | ${Math.round(seen)} ms | | |`,
  ])
}

function rowOf({ alone, beside, seconds, serverBytes, allBytes, turnP99, turnMost }: UploadRun, bytes: number): string {
  const pair = (one: number, other: number): string => `${ms(one)} → ${ms(other)}`
  const cells = [
    seconds.toFixed(1),
    Math.round(bytes / 1e6 / seconds),
    Math.round(serverBytes / 1e6),
    Math.round(allBytes / 1e6),
    pair(alone.p50, beside.p50),
    pair(alone.p99, beside.p99),
    (beside.p99 / alone.p99).toFixed(2),
    pair(alone.most, beside.most),
    `${ms(turnP99)}, ${ms(turnMost)}`,
  ]
  return `| ${cells.join(' | ')} |`
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed')
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString())
const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
