import { parseArgs } from 'node:util'

/** Those that have a section of their own: a run of one of them leaves all the others as they are. */
export const separate = [
  'durable',
  'memory',
  'search',
  'history',
  'tax',
  'long-room',
  'uploads',
  'recovery',
  'storm',
  'slow-readers',
  'growth',
  'latency',
  'start',
  'page',
  'vitals',
] as const
export type Separate = (typeof separate)[number]
/** What the page itself is written of. */
export const usual = ['fan-out'] as const
/** The others fill a disk, or need an older tree: they are measured only where they are named. */
const unnamed = [...usual, 'durable', 'memory']
export const scenarios = [...usual, ...separate] as const
export type Scenario = (typeof scenarios)[number]

/** What is measured, and for how long. Times are seconds. */
export type Options = {
  quick: boolean
  rounds: number
  only: readonly Scenario[]
  contestants: readonly string[]
  rates: readonly number[]
  members: number
  warmS: number
  windowS: number
  drainS: number
  connections: readonly number[]
  restS: number
  idleS: number
  durableRate: number
  mostDurableRate: number
  /** Messages of the room that is searched and read. Of the room in the page: `lines`. */
  messages: number
  lines: number
  /** Of each run of the insert rate. */
  insertMessages: number
  /** Of each kind. */
  questions: number
  pages: number
  /** Files at once, megabytes of each, and photos one after the other. */
  uploads: number
  uploadMb: number
  photos: number
  /** People who all come back at once: clients of `sdk/`, and bare sockets. */
  clients: number
  returners: number
  /** Growth: members of the rooms, and how many rooms stand empty at last. */
  sizes: readonly number[]
  rooms: number
  /** Latency: people in rooms of 50. */
  crowd: number
  /** Page: how long somebody follows, and in which forms of the page; none given: all. */
  minutes: number
  forms: readonly string[]
  /** An older tree, installed: what the newer one is compared with. '' where none was given. */
  before: string
  /** Measures although other work keeps the cores busy; the report says so. */
  busyOk: boolean
  /** How long free cores are waited for. */
  calmS: number
  /** Of all servers, one after the other; 0: any free one. */
  port: number
  /** Takes the slower generator even where a C compiler is. */
  bunGenerator: boolean
}

export const usage = `npm run bench -- [options]
  --quick                 one round, short windows, the report goes to bench/out/
  --only LIST             fan-out,durable,memory; only when named: search,history,tax,long-room,uploads,recovery,storm,slow-readers,growth,latency,start,page,vitals
  --contestants LIST      teahouse,raw-c,bun0,bunt,ws,socket-io,uws,nchan,prosody,mosquitto,mosquitto-1
  --rounds N              rounds, contestants in turn in each (3)
  --rates LIST            messages a second into one room (10,100,300,1000)
  --members N             sockets in the room (1000)
  --warm S --window S --drain S
  --connections LIST      idle connections (5000,15000)
  --rest S --idle S       before the memory is read; time of the idle processor figure
  --durable-rate N        acknowledged messages a second from 1,000 senders (5000)
  --most-durable-rate N   where the search for the knee ends (160000)
  --messages N            messages of the room that is searched or read (1000000)
  --questions N           searches of each kind (200)
  --pages N               pages of history of each kind (1000)
  --lines N               messages of the room that is shown in a browser (50000)
  --uploads N             files that are sent at once (100)
  --upload-mb N           megabytes of each (20)
  --photos N              photos of 12 megapixels, one after the other (10)
  --clients N             storm: people who come back at once (10000)
  --returners N           storm: bare sockets that come back at once (15000)
  --sizes LIST            growth: members of the rooms (100,1000,3000,10000)
  --rooms N               growth: empty rooms (100000)
  --crowd N               latency: people in rooms of 50 (5000)
  --minutes N             page: how long 200 messages a second are followed (10)
  --forms LIST            page: desktop,phone,plain (all; a short run: desktop,plain)
  --before FOLDER         tax: an older tree of this repository, installed
  --busy-ok               measure although the cores are busy
  --calm S                how long free cores are waited for (60)
  --port N                port of the servers (any free one)
  --bun-generator         use the load generator in Bun`

const flags = {
  quick: { type: 'boolean' },
  only: { type: 'string' },
  contestants: { type: 'string' },
  rounds: { type: 'string' },
  rates: { type: 'string' },
  members: { type: 'string' },
  warm: { type: 'string' },
  window: { type: 'string' },
  drain: { type: 'string' },
  connections: { type: 'string' },
  rest: { type: 'string' },
  idle: { type: 'string' },
  'durable-rate': { type: 'string' },
  'most-durable-rate': { type: 'string' },
  messages: { type: 'string' },
  questions: { type: 'string' },
  pages: { type: 'string' },
  lines: { type: 'string' },
  uploads: { type: 'string' },
  'upload-mb': { type: 'string' },
  photos: { type: 'string' },
  clients: { type: 'string' },
  returners: { type: 'string' },
  sizes: { type: 'string' },
  rooms: { type: 'string' },
  crowd: { type: 'string' },
  minutes: { type: 'string' },
  forms: { type: 'string' },
  before: { type: 'string' },
  'busy-ok': { type: 'boolean' },
  calm: { type: 'string' },
  port: { type: 'string' },
  'bun-generator': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** 2 % of them check (fan-out.ts). */
const FEWEST_MEMBERS = 50

/** Null when only the usage was asked for. Throws `RangeError` for a value that makes no sense. */
export function readOptions(words: readonly string[]): Options | null {
  const { values } = parseArgs({ args: [...words], options: flags })
  if (values.help) return null
  const quick = values.quick ?? false
  const pick = (usual: string, short: string): string => (quick ? short : usual)
  return {
    quick,
    rounds: positive(values.rounds ?? pick('3', '1')),
    only: (values.only ?? unnamed.join()).split(',').map(scenarioOf),
    contestants: (values.contestants ?? '').split(',').filter((name) => name !== ''),
    rates: numbers(values.rates ?? pick('10,100,300,1000', '10,300,1000')),
    members: membersOf(values.members ?? '1000'),
    warmS: positive(values.warm ?? pick('5', '1')),
    windowS: positive(values.window ?? pick('20', '4')),
    drainS: positive(values.drain ?? pick('10', '3')),
    connections: numbers(values.connections ?? pick('5000,15000', '1000,3000')),
    restS: positive(values.rest ?? pick('60', '3')),
    idleS: positive(values.idle ?? pick('50', '26')),
    durableRate: positive(values['durable-rate'] ?? '5000'),
    mostDurableRate: positive(values['most-durable-rate'] ?? pick('160000', '40000')),
    messages: positive(values.messages ?? pick('1000000', '50000')),
    insertMessages: positive(pick('200000', '50000')),
    questions: positive(values.questions ?? pick('200', '40')),
    pages: positive(values.pages ?? pick('1000', '100')),
    lines: positive(values.lines ?? pick('50000', '10000')),
    uploads: positive(values.uploads ?? pick('100', '10')),
    uploadMb: positive(values['upload-mb'] ?? pick('20', '2')),
    photos: positive(values.photos ?? pick('10', '2')),
    clients: positive(values.clients ?? pick('10000', '1000')),
    returners: positive(values.returners ?? pick('15000', '1000')),
    sizes: numbers(values.sizes ?? pick('100,1000,3000,10000', '100,1000')),
    rooms: positive(values.rooms ?? pick('100000', '2000')),
    crowd: positive(values.crowd ?? pick('5000', '1000')),
    minutes: positive(values.minutes ?? pick('10', '0.15')),
    forms: (values.forms ?? '').split(',').filter((name) => name !== ''),
    before: values.before ?? '',
    busyOk: values['busy-ok'] ?? false,
    calmS: positive(values.calm ?? '60'),
    port: values.port === undefined ? 0 : portOf(values.port),
    bunGenerator: values['bun-generator'] ?? false,
  }
}

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((one) => one === name)
  if (!found) throw new RangeError(`${name} is no scenario: ${scenarios.join(', ')} are.`)
  return found
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1e9)) throw new RangeError(`${text} is not a number above 0.`)
  return value
}

function membersOf(text: string): number {
  const members = positive(text)
  if (members < FEWEST_MEMBERS)
    throw new RangeError(`In a room of ${text} nobody would check what comes: at least ${FEWEST_MEMBERS}.`)
  return members
}

function portOf(text: string): number {
  const port = positive(text)
  if (!Number.isInteger(port) || port > 65_535) throw new RangeError(`${text} is no port.`)
  return port
}

const numbers = (text: string): number[] => text.split(',').map(positive)
