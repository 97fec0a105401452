// The load generator where there is no C compiler: the same arguments, lines and answers as generator.c, good to about
// 100,000 frames a second. Sockets are read when something comes, not swept, and all connections come from 127.0.0.1.
import { readFileSync } from 'node:fs'
import { type Count, cpuSplit, Load } from './load.ts'
import { Member, type Role, type World } from './member.ts'
import type { Speech } from './speech.ts'

const MOST_JOINING = 64
const JOINING_TIMEOUT_MS = 60_000

const [speechWord = '', path = '/', port = '0', rooms = '1', , sendersEvery = '0', probesEvery = '0', tokenFile = '-'] =
  process.argv.slice(2)
const speech: Speech = speechWord === 'teahouse' || speechWord === 'engine' ? speechWord : 'bare'
const members: Member[] = []
let tokens: string[] = []
let joined = 0
let lostConnections = 0
let runs = 0
let load: Load | null = null

const world: World = {
  speech,
  path,
  port: Number(port),
  token: (index) => tokens[index] ?? '',
  joined: () => void joined++,
  lost: () => void lostConnections++,
  message: (member, text) => load?.hearMessages(member, text),
  answer: (text) => load?.hearAnswer(text),
}

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`)

function roleOf(index: number): Role {
  const [senders, probes] = [Number(sendersEvery), Number(probesEvery)]
  if (senders > 0 && index % senders === 0) return 'sender'
  return probes > 0 && index % probes === Math.floor(probes / 2) ? 'probe' : 'sink'
}

async function connectMore(more: number): Promise<void> {
  if (tokenFile !== '-') tokens = readFileSync(tokenFile, 'utf8').trim().split('\n')
  const startMs = performance.now()
  const wanted = members.length + more
  for (let lastMs = startMs, seen = joined; joined < wanted; ) {
    while (members.length < wanted && members.length - joined < MOST_JOINING) {
      const index = members.length
      const member = new Member(world, { index, room: index % Number(rooms), role: roleOf(index) })
      members.push(member)
      await member.connect()
    }
    await Bun.sleep(1)
    if (joined > seen) [seen, lastMs] = [joined, performance.now()]
    if (performance.now() - lastMs > JOINING_TIMEOUT_MS) throw new Error('nobody joined for 60 s')
  }
  say({ members: joined, ms: Math.round(performance.now() - startMs) })
}

async function untilMs(ms: number, work: () => void): Promise<void> {
  while (performance.now() < ms) {
    work()
    await Bun.sleep(1)
  }
}

async function runLoad([rate = 0, warmMs = 0, windowMs = 0, drainMs = 0]: number[], pids: number[]): Promise<void> {
  const run = new Load(++runs, speech, members, rate, { warmMs, windowMs })
  load = run
  const before = run.count(pids)
  await untilMs(run.windowFromMs, () => run.sendDue())
  const from = run.count(pids)
  await untilMs(run.windowToMs, () => run.sendDue())
  const to = run.count(pids)
  const endMs = performance.now() + drainMs
  while (!run.isComplete() && performance.now() < endMs) await untilMs(performance.now() + 5, () => run.sendDue())
  report(run, { before, from, to, all: run.count(pids) })
}

function report(run: Load, { before, from, to, all }: Record<'before' | 'from' | 'to' | 'all', Count>): void {
  const bytes = all.probeBytes - before.probeBytes
  const perByte = bytes > 0 ? (all.probeMessages - before.probeMessages) / bytes : 0
  const { rate, sent, latestSendMs, answered, refused, unknown, answeredTwice } = run
  const { expected, seen, missing, outOfOrder, brokenSeqs, refusal } = run
  say({
    ...{
      rate,
      seconds: (to.atMs - from.atMs) / 1_000,
      senders: run.senders.length,
      members: joined,
      sent,
      latestSendMs,
    },
    ...{ sentInWindow: to.sent - from.sent, answeredInWindow: to.answered - from.answered },
    ...{ messages: (to.bytes - from.bytes) * perByte, frames: to.frames - from.frames, bytes: to.bytes - from.bytes },
    ...{ answered, refused, unknown, answeredTwice, expected, seen, missing, outOfOrder, brokenSeqs, refusal },
    ...serverSeconds(from.server, to.server),
    generatorSeconds: to.ownSeconds - from.ownSeconds,
    softirqSeconds: to.softirqSeconds - from.softirqSeconds,
    allFrames: all.frames - before.frames,
    drained: run.isComplete(),
    oddSinks: run.oddSinks(),
    lostConnections,
    delivery: run.delivery.summary(),
    answer: run.answers.summary(),
  })
}

function serverSeconds(from: Count['server'], to: Count['server']) {
  const serverUserSeconds = to.userSeconds - from.userSeconds
  const serverSystemSeconds = to.systemSeconds - from.systemSeconds
  return { serverSeconds: serverUserSeconds + serverSystemSeconds, serverUserSeconds, serverSystemSeconds }
}

async function stayIdle(windowMs: number, pids: number[]): Promise<void> {
  const [startMs, before] = [performance.now(), cpuSplit(pids)]
  await Bun.sleep(windowMs)
  const seconds = (performance.now() - startMs) / 1_000
  say({ members: joined, seconds, ...serverSeconds(before, cpuSplit(pids)), lostConnections })
}

async function obey(line: string): Promise<void> {
  const [command, ...words] = line.split(' ')
  const pids = (words.at(-1) ?? '').split(',').map(Number)
  const numbers = words.map(Number)
  if (command === 'connect') await connectMore(numbers[0] ?? 0)
  else if (command === 'run') await runLoad(numbers, pids)
  else if (command === 'idle') await stayIdle(numbers[0] ?? 0, pids)
  else throw new Error(`not understood: ${line}`)
}

const stop = (error: unknown): void => {
  say({ error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}
process.on('uncaughtException', stop)
process.on('unhandledRejection', stop)
for await (const line of console) await obey(line)
