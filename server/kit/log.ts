import { isIPv4, isIPv6 } from 'node:net'

const levels = ['error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof levels)[number]
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** `event` is a fixed word such as `started`; what varies goes into `fields`, never what threats.md 9 forbids. Never throws. */
type Say = (event: string, fields?: LogFields) => void
export type Log = { readonly [Level in LogLevel]: Say }

/**
 * Takes a line that ends in a line feed, at once or later. Calls `onLost` once when the line was not written, at once or
 * later. Must not throw, wait, or keep lines without a bound.
 */
export type LogWriter = (line: string, onLost: () => void) => void

export type LogOptions = {
  level: LogLevel
  format: 'json' | 'pretty'
  write: LogWriter
  /** Milliseconds since 1970. */
  nowMs: () => number
}

/** Most characters of one value; the rest is cut and marked with `…`. */
const VALUE_CHARS = 300
/** Most characters that wait for whoever reads our standard output; lines over it are lost and counted (F-28). */
const WAITING_CHARS = 1024 * 1024

/** One line an event. Lines that could not be written are told later, as `log_lost` with their `count` (D-2, F-28). */
export function createLog({ level, format, write, nowMs }: LogOptions): Log {
  const wanted = levels.indexOf(level)
  let lost = 0

  function reportLost(): void {
    const count = lost
    if (count === 0) return
    lost = 0
    write(lineOf({ format, nowMs, level: 'warn', event: 'log_lost', fields: { count } }), () => {
      lost += count
    })
  }

  const say =
    (own: LogLevel): Say =>
    (event, fields = {}) => {
      if (levels.indexOf(own) > wanted) return
      reportLost()
      write(lineOf({ format, nowMs, level: own, event, fields }), () => {
        lost += 1
      })
    }
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') }
}

type Entry = Pick<LogOptions, 'format' | 'nowMs'> & { level: LogLevel; event: string; fields: LogFields }

function lineOf({ format, nowMs, level, event, fields }: Entry): string {
  try {
    const at = new Date(nowMs()).toISOString()
    return format === 'json' ? jsonLine({ at, level, event }, fields) : prettyLine({ at, level, event }, fields)
  } catch {
    // A value that cannot be written (a getter that throws, a date out of range) costs its fields, not the line.
    return `${escaped(JSON.stringify({ level, event, unreadable: true }))}\n`
  }
}

type Head = { at: string; level: LogLevel; event: string }

/** The head comes first, and no field can replace it. */
function jsonLine(head: Head, fields: LogFields): string {
  return `${escaped(JSON.stringify({ ...head, ...fields, ...head }, (_key, value) => bounded(value)))}\n`
}

function prettyLine(head: Head, fields: LogFields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${JSON.stringify(bounded(value))}`)
  return `${escaped([head.at.slice(11, 23), head.level.padEnd(5), head.event, ...pairs].join(' '))}\n`
}

const bounded = <T>(value: T): T | string =>
  typeof value === 'string' && value.length > VALUE_CHARS ? `${value.slice(0, VALUE_CHARS - 1)}…` : value

/** JSON leaves DEL, C1, direction marks and invisible characters as they are; a terminal obeys some of them (T-53). */
const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )

/** What of `process.stdout` the writer needs. */
export type LogStream = {
  write(text: string, done: (error?: Error | null) => void): unknown
  on(event: 'error', hear: (error: Error) => void): unknown
}

/**
 * Writes to the standard output without ever waiting for it: at most 1 MiB waits for a reader that has stopped, and a
 * closed or full output loses lines, never the process.
 *
 * @NOTE Bun writes to a pipe or socket as far as it goes and keeps the rest; a regular file is written at once.
 */
export function stdoutWriter(stream: LogStream = process.stdout): LogWriter {
  let waiting = 0
  let broken = false
  // Each failure is told to its line's callback already; without a listener the same error would end the process.
  stream.on('error', () => {})
  return (line, onLost) => {
    if (waiting + line.length > WAITING_CHARS) return onLost()
    waiting += line.length
    const done = (error?: unknown) => {
      waiting -= line.length
      broken = error !== undefined && error !== null
      if (broken) onLost()
    }
    try {
      // After a failure the output may end in half a line.
      stream.write(broken ? `\n${line}` : line, done)
    } catch (error) {
      done(error)
    }
  }
}

/** The part of an address that may be logged: 203.0.113.0/24, 2001:db8:7::/48, or `unknown` (threats.md 9). */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return 'unknown'
  const [front = '', back] = plain.toLowerCase().split('::')
  const groups = front.split(':').filter((group) => group !== '')
  // The three groups that are kept lie before the `::`, or are filled by it, unless it stands for few.
  if (back !== undefined) groups.push(...filledBy(groups.length, back))
  const kept = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16))
  while (kept.at(-1) === '0') kept.pop()
  return `${kept.join(':')}::/48`
}

function filledBy(before: number, back: string): string[] {
  const after = back.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : group === '' ? [] : [group]))
  return [...Array.from({ length: Math.max(0, 8 - before - after.length) }, () => '0'), ...after]
}
