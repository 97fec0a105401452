import { createInterface } from 'node:readline/promises'
import type { Clock } from '#server/kit/clock.ts'

/** Where a command speaks to whoever has started it. */
export type Terminal = {
  /** A line that stays. */
  say(line: string): void
  /** What is being done now, on one line that is written over; nothing where nobody looks. */
  show(line: string): void
}

type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const ERASE_LINE = '\r\u001b[K'
const MOST_COLUMNS = 80

/** Results go to `out`, for scripts; progress to `err`, and only if that is a terminal. */
export function createTerminal(out: Output, err: Output): Terminal {
  let shown = false
  const clear = () => {
    if (shown) err.write(ERASE_LINE)
    shown = false
  }
  return {
    say(line) {
      clear()
      out.write(`${line}\n`)
    },
    show(line) {
      if (!err.isTTY) return
      err.write(`${ERASE_LINE}${line.slice(0, (err.columns ?? MOST_COLUMNS) - 1)}`)
      shown = true
    },
  }
}

type Input = NodeJS.ReadableStream & { isTTY?: boolean }
type Paper = NodeJS.WritableStream & { isTTY?: boolean }

/** Asks a person; null where none sits there. */
export function createAsk(input: Input, paper: Paper): ((question: string) => Promise<string>) | null {
  if (!input.isTTY || !paper.isTTY) return null
  return async (question) => {
    const lines = createInterface({ input, output: paper })
    // Ctrl+C is for the whole command, and Ctrl+D is no answer.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    try {
      return await Promise.race([lines.question(question), closed])
    } finally {
      lines.close()
    }
  }
}

const EVERY_MS = 100
/** Before that nobody knows how long it takes. */
const GUESS_AFTER_MS = 1_500

/** Tells how far some work is: `done` of `of`, in the words of `say`, and how long the rest takes. */
export function createProgress(terminal: Terminal, clock: Pick<Clock, 'steadyMs'>, say: (count: number) => string) {
  const sinceMs = clock.steadyMs()
  let nextMs = sinceMs
  return (label: string, done: number, of: number): void => {
    const nowMs = clock.steadyMs()
    if (nowMs < nextMs) return
    nextMs = nowMs + EVERY_MS
    const share = of === 0 ? 1 : Math.min(1, done / of)
    const leftMs = share === 0 ? 0 : ((nowMs - sinceMs) / share) * (1 - share)
    const left = nowMs - sinceMs > GUESS_AFTER_MS && share > 0 ? ` · ${durationOf(leftMs)} left` : ''
    terminal.show(`${label}: ${say(done)} of ${say(of)} · ${Math.floor(share * 100)} %${left}`)
  }
}

export type Progress = ReturnType<typeof createProgress>

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `12.3 MB`. */
export function sizeOf(bytes: number): string {
  let unit = 0
  let left = bytes
  for (; left >= 1_000 && unit < UNITS.length - 1; unit++) left /= 1_000
  return `${unit === 0 ? left : left.toFixed(1)} ${UNITS[unit]}`
}

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function durationOf(ms: number): string {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

const grouped = new Intl.NumberFormat('en')
export const numberOf = (count: number): string => grouped.format(count)
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${grouped.format(count)} ${count === 1 ? one : many}`
