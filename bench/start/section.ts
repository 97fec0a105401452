import type { Figures } from '../figures.ts'
import { sizeOf } from '../goals/from-sections.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import type { Start } from '../recovery.ts'
import type { StartResults, StartRun } from '../start.ts'
import { spreadOf } from '../statistics.ts'

const count = (value: number): string => Math.round(value).toLocaleString('en')

/** The section of docs/benchmarks.md on how soon the house is open. */
export function writeStartSection(results: StartResults, command: string, machine: Machine): string {
  const { messages, logBytes, bare, empty, filled, killed } = results
  const { bun } = machine
  const lost = killed.reduce((sum, one) => sum + one.lost, 0)
  const acknowledged = killed.reduce((sum, one) => sum + one.acknowledged, 0)
  return framed('start', [
    '## Start',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. From the start of the process until one of two people has what the other said:`,
    'they were there before, come by their tokens, join their room, one posts, and what was posted is on the disk. Beside it the bare loop, where two sockets open and one sends. In turn, median',
    `(lowest–highest); whatever is read of the disk is in the memory of the system. Many messages: one room of ${count(messages)} (${count(logBytes / 1e6)} MB).`,
    '',
    '| what | ready ms | first message delivered ms | ÷ Bun0 | ÷ empty |',
    '| --- | --- | --- | --- | --- |',
    rowOf('Bun0', bare, results),
    rowOf('Teahouse, no message', empty, results),
    rowOf(`Teahouse, ${count(messages)} messages`, filled, results),
    killedRow(`… after kill -9, ${count(acknowledged)} acknowledged, ${lost} lost`, killed),
  ])
}

const delivered = (runs: readonly StartRun[]): number | undefined =>
  spreadOf(runs.map(({ deliveredMs }) => deliveredMs))?.median

function rowOf(what: string, runs: readonly StartRun[], { bare, empty }: StartResults): string {
  const cells = [
    what,
    words(runs.map(({ readyMs }) => readyMs)),
    words(runs.map(({ deliveredMs }) => deliveredMs)),
    quotient(delivered(runs), delivered(bare))?.toFixed(2) ?? '–',
    runs === bare ? '' : (quotient(delivered(runs), delivered(empty))?.toFixed(2) ?? '–'),
  ]
  return `| ${cells.join(' | ')} |`
}

const killedRow = (what: string, killed: readonly Start[]): string =>
  `| ${what} | ${words(killed.map(({ readyMs }) => readyMs))} | ${words(killed.map(({ saidMs }) => saidMs))}, a new guest’s | | |`

function words(values: readonly number[]): string {
  const spread = spreadOf(values)
  return spread ? `${count(spread.median)} (${count(spread.low)}–${count(spread.high)})` : '–'
}

const quotient = (above: number | undefined, below: number | undefined): number | null =>
  above === undefined || below === undefined ? null : above / below

export function startFigures({ messages, bare, empty, filled, killed }: StartResults): Figures {
  const size = sizeOf(messages)
  const slowest = Math.max(...killed.map(({ readyMs }) => readyMs))
  return {
    'start.bun0': quotient(delivered(empty), delivered(bare)),
    ...(size ? { [`start.${size}`]: quotient(delivered(filled), delivered(empty)), 'start.killed': slowest } : {}),
  }
}
