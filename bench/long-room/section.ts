import type { LongRoomResults } from '../long-room.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'

/** The section of docs/benchmarks.md on a long room in a browser. */
export function writeLongRoomSection(
  { lines, browser, steps }: LongRoomResults,
  command: string,
  machine: Machine,
): string {
  return framed('long-room', [
    '## A long room in the page',
    '',
    `${measuredBy(command, machine)}, ${browser} without a GPU, 1280 × 800. A room of ${lines.toLocaleString('en')} messages, made as above; the page is`,
    'loaded anew by somebody who was there before. A task is what holds the main thread; below 50 ms none is reported, and 0 stands here. Jumps count from the click',
    'until the message is painted. Goals of UX-8.',
    '',
    '| what | measured | at most | |',
    '| --- | --- | --- | --- |',
    ...steps.map(
      ({ what, unit, most, goal }) =>
        `| ${what} | ${Number.isInteger(most) ? most : most.toFixed(1)} ${unit} | ${goal} ${unit} | ${most <= goal ? 'met' : 'missed'} |`,
    ),
  ])
}
