import { countOf } from '../terminal.ts'
import { bestOf, gib, gigabits, megabytes, ms, n, percent } from './figures.ts'
import type { Cause, Step } from './judge.ts'
import { type Ladder, type LadderName, type Load, SMALL_ROOM } from './ladders.ts'
import type { Machine } from './look.ts'

type End = { cause: Cause; amiss: string } | null
/** What a sentence about the cause needs to know. */
export type About = {
  descriptors: number
  /** How wide the tick of the one room is. */
  tickMs: number
  /** Where the processor would give out, and the descriptors for so many: null where nobody knows. */
  beyond: { people: number; descriptors: number } | null
}

export const en = {
  connected: (people: number | 'unknown') =>
    people === 'unknown'
      ? 'A server runs on this data folder, and perhaps people are connected.'
      : `A server runs on this data folder, and ${people === 1 ? 'one connection is' : `${n(people)} connections are`} open.`,
  ask: 'The test takes processor and disk from them for a while. Go on? [y/N] ',
  isYes: (answer: string) => /^\s*y(es)?\s*$/i.test(answer),
  askedNobody: 'The test would take processor and disk from them. --yes says that it may.',
  declined: 'Nothing was measured.',
  noTime: 'Nothing could be measured in that time. Give it more: --seconds.',
  noPage: 'The page was not built yet, without which no server starts: run `npm start` once, or bin/build.ts.',
  portTaken: (port: number) =>
    `--port ${port} is in use, or may not be opened by this user. Name another one, or none.`,
  noStart: (said: string) => `The second server did not start. ${said}`,
  badSeconds: (said: string) => `--seconds is ${said}, but a number from 5 to 3600 is expected.`,
  badPort: (said: string) => `--port is ${said}, but a whole number from 0 to 65535 is expected.`,
  fewDescriptors: (have: number, least: number) =>
    `Only ${n(have)} file descriptors a process: with fewer than ${n(least)} nothing can be measured. Raise them (ulimit -n, LimitNOFILE=).`,
  noRoom: (folder: string, needed: number, free: number) =>
    `There is no room in ${folder}: the test takes up to ${megabytes(needed)} MB, and ${megabytes(free)} MB are free.`,
  looking: 'looking at the machine …',
  machine: ({ cores, processor, memory, descriptors, ports, disk }: Machine) =>
    `${n(cores)} core${cores === 1 ? '' : 's'} (${processor}), ${gib(memory)} GB of memory, ${n(descriptors)} file descriptors a process, ${n(ports)} ports. ` +
    `The disk syncs in ${disk.p50Ms.toFixed(2)} ms (p99 ${disk.p99Ms.toFixed(2)} ms).`,
  busy: (share: number) =>
    `Other work keeps ${percent(share)} of the machine busy: what follows is what is left of it. Measure again in a calm hour.`,
  second: (port: number, folder: string) =>
    `A second server with your settings listens on port ${port}, with its data in ${folder}. There, limits of one person and one address are raised, for one machine plays everybody.`,
  title: (name: LadderName, room: number) =>
    ({
      people: 'People in one room, 10 messages a second:',
      rate: `Messages a second in a room of ${n(room)}:`,
      rooms: `Rooms of ${SMALL_ROOM}, in each a message every 5 s:`,
    })[name],
  trying: (name: LadderName, { people, rate, rooms }: Load) =>
    ({
      people: `${n(people)} people …`,
      rate: `${n(rate)} messages a second …`,
      rooms: `${countOf(rooms, 'room')}, ${n(people)} people …`,
    })[name],
  step: (name: LadderName, { people, rate, rooms }: Load, step: Step | null, end: End) => {
    const height = { people: `${n(people)} people`, rate: `${n(rate)} a second`, rooms: countOf(rooms, 'room') }[name]
    const seen = step
      ? `p99 ${step.p99Ms < 0 ? '–' : ms(step.p99Ms)} ms, loop ${ms(step.lagP99Ms)} ms${step.serverCores === null ? '' : `, server ${percent(step.serverCores)} of a core`}, ${megabytes(step.bytes)} MB/s`
      : 'could not be reached'
    return `  ${height.padEnd(18)}${seen}${end === null ? '' : `: too much (${[short[end.cause], end.amiss].filter((one) => one !== '').join('; ')})`}`
  },
  held: (ladders: readonly Ladder[]) => {
    const parts = ladders.map(({ name, held, people, cause, isLowerBound, steps }) => {
      if (held === 0) return cause === 'time' ? unmeasured[name] : none[name]
      const about = isLowerBound ? 'at least' : 'about'
      const best = bestOf(steps, name)
      const p99 = best && best.p99Ms >= 0 ? ` (p99 ${ms(best.p99Ms)} ms)` : ''
      return {
        people: `${about} ${n(held)} people in one room${p99}`,
        rate: `${about} ${n(held)} messages a second in a room of ${n(people)}${p99}`,
        rooms: `${about} ${countOf(held, 'room')} of ${SMALL_ROOM}, which are ${n(held * SMALL_ROOM)} people${p99}`,
      }[name]
    })
    const text = `${parts.join('; or ')}.`
    return text.slice(0, 1).toUpperCase() + text.slice(1)
  },
  gaveOut: (name: LadderName, cause: Cause, about: About) =>
    `First to give out ${{ people: 'in one room', rate: 'with many messages', rooms: 'in many rooms' }[name]}: ${causeOf(cause, about)}`,
  network: (name: LadderName, bits: number, line: number, isKnown: boolean, held: number) =>
    `That sends ${gigabits(Math.round(bits / 1e8) * 1e8)}; ${isKnown ? `over this machine’s network (${gigabits(line)})` : `over a network of ${gigabits(line)}`} it would be the network first, at about ${n(held)} ${{ people: 'people', rate: 'messages a second', rooms: 'rooms' }[name]}.`,
  real: 'The clients ran here too, so real figures are higher; a real network adds its delay.',
  clockJumped: 'The clock of this machine was set meanwhile: the delays may be wrong. Measure again.',
  recommended: 'Recommended, 60 % of what was held and what a write cost:',
  nothingRecommended: 'No limit is recommended: there is more than this test could show. A longer one says more.',
  wrote: (path: string, overruled: readonly string[]) =>
    `Written to ${path}; it counts from the next start on.${overruled.length === 0 ? '' : ` But ${overruled.join(', ')}: what the environment says goes before. Change it there.`}`,
  howToWrite: '--write puts these lines into .env.',
  tooHigh: (one: { name: string; configured: number; held: number }) =>
    `${one.name} allows ${n(one.configured)}, and this machine holds ${n(one.held)}.`,
}

const short: Record<Cause, string> = {
  processor: 'processor',
  box: 'processor, with the clients',
  tick: 'tick',
  disk: 'disk',
  full: 'disk full',
  memory: 'memory',
  descriptors: 'file descriptors',
  ports: 'ports',
  clients: 'the test’s clients',
  time: 'time',
  ended: 'the server ended',
  unclear: 'unclear',
}

const none: Record<LadderName, string> = {
  people: 'not even ten people in one room',
  rate: 'not one message a second in a large room',
  rooms: 'not one room of 20',
}

/** There was no time for it. */
const unmeasured: Record<LadderName, string> = {
  people: 'people in one room: not measured',
  rate: 'messages a second in a large room: not measured',
  rooms: 'small rooms: not measured',
}

function causeOf(cause: Cause, { descriptors, tickMs, beyond }: About): string {
  switch (cause) {
    case 'processor':
      return 'the processor. The server’s event loop runs on one core.'
    case 'box':
      return 'the processor, of which server and clients together took all.'
    case 'tick':
      return `the tick. One room may take a fifth of a core, so this crowd hears what was said in ticks of ${n(tickMs)} ms, and 250 ms count as late. In several rooms there is place for more.`
    case 'disk':
      return 'the disk. Messages were stored too late, while the processor was free.'
    case 'full':
      return 'the disk, which is full.'
    case 'memory':
      return 'memory.'
    case 'descriptors':
      return `file descriptors (${n(descriptors)} a process).${beyond ? ` With \`ulimit -n ${beyond.descriptors}\` it would be the processor at about ${n(beyond.people)} people.` : ''}`
    case 'ports':
      return 'the ports of this machine, of which each client takes one: so there is more.'
    case 'clients':
      return 'the test’s own clients. The server had more to give.'
    case 'time':
      return 'the time of this test. More was not tried.'
    case 'ended':
      return 'the server, which ended by itself. Please report it.'
    case 'unclear':
      return 'nothing that this test can name.'
  }
}

export type BenchWords = typeof en
