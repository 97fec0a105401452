import { parseArgs } from 'node:util'

export type Options = {
  seed: number
  minutes: number
  clients: number
  /** Seconds from the end of a fault to the next. */
  everyS: number
  messagesPerSecond: number
  goingsPerSecond: number
  /** Ids of faults, or of bugs that are planted; empty: all. */
  only: readonly string[]
  folder: string | null
  diskMegabytes: number
  /** Where everything that was seen is written down, one JSON a line; null: nowhere. */
  keep: string | null
  /** Files lie in a bucket. */
  bucket: boolean
  /** Nothing is broken: what the server holds is looked at, and who talks is checked. */
  calm: boolean
  /** Runs the planted bugs instead (tests/faults/planted). */
  planted: boolean
}

/** What everybody sees is written down and checked: a hundred a second in rooms of fifty are ten thousand entries a second. */
const MOST_MESSAGES = 100

export const usage = `npm run faults -- [options]
  10 minutes, 500 people, a fault every 20 s: a server on a disk of its own is broken again and again under load,
  and a checker reads what everybody saw. Exit code 0: clean, 1: a promise is broken, 2: nothing was proven, or misuse.

  --minutes N        how long (10)
  --clients N        people in rooms of 50 (500)
  --every N          seconds from the end of a fault to the next (20)
  --messages N       messages a second, of all together (a tenth of the people, at most 100)
  --goings N         people a second who go and come back (a twenty-fifth of the people)
  --only LIST        F-1,F-6: only these faults, in turn
  --bucket           files lie in a bucket (S3), whose lines can be cut, too
  --calm             nothing is broken: for the slope of the memory, which takes 16 minutes at least
  --seed N           repeats a run: the same faults, the same moments, the same words
  --folder PATH      where the image of the server's disk lies (the system's folder for temporary files)
  --disk N           its size in MB (a sparse file; 300, and half a MB for each message a second and minute)
  --keep FILE        writes down what everybody saw, one JSON a line (8 GB an hour with 5,000 people)
  --planted          plants each known bug into the server, one after the other: the checker must find it;
                     with --only B-3,B-9 these, and the controls`

const flags = {
  minutes: { type: 'string' },
  clients: { type: 'string' },
  every: { type: 'string' },
  messages: { type: 'string' },
  goings: { type: 'string' },
  only: { type: 'string' },
  seed: { type: 'string' },
  folder: { type: 'string' },
  disk: { type: 'string' },
  keep: { type: 'string' },
  bucket: { type: 'boolean' },
  calm: { type: 'boolean' },
  planted: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** Null when only the usage was asked for. Throws `RangeError` or `TypeError` for what makes no sense. */
export function readOptions(words: readonly string[], freshSeed: number): Options | null {
  const { values } = parseArgs({ args: [...words], options: flags })
  if (values.help) return null
  const minutes = positive(values.minutes ?? '10')
  const clients = positive(values.clients ?? '500')
  const messagesPerSecond = positive(values.messages ?? String(Math.min(clients / 10, MOST_MESSAGES)))
  return {
    seed: positive(values.seed ?? String(freshSeed)),
    minutes,
    clients,
    everyS: positive(values.every ?? '20'),
    messagesPerSecond,
    goingsPerSecond: positive(values.goings ?? String(clients / 25)),
    only: (values.only ?? '').split(',').filter((id) => id !== ''),
    folder: values.folder ?? null,
    diskMegabytes: Math.ceil(positive(values.disk ?? String(300 + (messagesPerSecond * minutes) / 2))),
    keep: values.keep ?? null,
    bucket: values.bucket ?? false,
    calm: values.calm ?? false,
    planted: values.planted ?? false,
  }
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1e10)) throw new RangeError(`${text} is not a number above 0.`)
  return value
}
