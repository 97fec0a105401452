import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { raisedLimits } from './teahouse-limits.ts'

export const root = path.resolve(import.meta.dir, '..')
export const out = path.join(import.meta.dir, 'out')
const peers = path.join(import.meta.dir, 'peers')

/** What is done for a message besides passing it on. Most contestants do little of it (performance.md 5.3). */
export const duties = ['checks', 'durable', 'ordered', 'resumable', 'peopleList', 'history'] as const
export type Duty = (typeof duties)[number]

export type Contestant = {
  key: string
  name: string
  /** A denominator says how much of the physics is used; it is no peer (performance.md 4). */
  kind: 'ours' | 'denominator' | 'peer'
  speech: 'bare' | 'teahouse' | 'engine'
  path: string
  command: readonly string[]
  env: Readonly<Record<string, string>>
  does: readonly Duty[]
  note: string
  /** Null, or why it cannot be measured here. */
  missing(): string | null
}

/** Node from npm where it installed, else the one at hand; the report names its version. */
export const peerNode = (): string => {
  const own = path.join(peers, 'node', 'node_modules', '.bin', 'node')
  return existsSync(own) ? own : (Bun.which('node') ?? 'node')
}

const unless = (file: string, reason: string) => (): string | null => (existsSync(file) ? null : reason)
const bunPublish = [process.execPath, path.join(peers, 'bun-publish', 'server.ts')]
const installed = (peer: string, name: string) => path.join(peers, peer, 'node_modules', name, 'package.json')

export const rawProgram = path.join(out, 'raw-c')
export const rawSource = path.join(peers, 'raw-c', 'server.c')

const teahouse: Contestant = {
  key: 'teahouse',
  name: 'Teahouse',
  kind: 'ours',
  speech: 'teahouse',
  path: '/ws',
  command: [process.execPath, path.join(root, 'server', 'main.ts')],
  env: { HOST: '127.0.0.1', ...raisedLimits },
  does: duties,
  note: 'everything on, limits raised',
  missing: unless(path.join(root, 'server', 'main.ts'), 'server/main.ts is missing'),
}

const rawC: Contestant = {
  key: 'raw-c',
  name: 'RawC',
  kind: 'denominator',
  speech: 'bare',
  path: '/',
  command: [rawProgram],
  env: {},
  does: ['ordered'],
  note: 'C, epoll, a frame built once, one send per socket',
  missing: unless(rawProgram, 'no C compiler'),
}

const bun0: Contestant = {
  key: 'bun0',
  name: 'Bun0',
  kind: 'denominator',
  speech: 'bare',
  path: '/',
  command: bunPublish,
  env: {},
  does: ['ordered'],
  note: 'bare Bun publish loop',
  missing: () => null,
}

const bunT: Contestant = {
  ...bun0,
  key: 'bunt',
  name: 'BunT',
  // Ours in a room of 1,000 (server/delivery/pace.ts), so that what lies between the two is not the tick.
  env: { TICK_MS: '35' },
  note: 'the same with our tick, 35 ms, one frame each',
}

const ws: Contestant = {
  key: 'ws',
  name: '`ws`',
  kind: 'peer',
  speech: 'bare',
  path: '/',
  command: [peerNode(), path.join(peers, 'ws', 'server.mjs')],
  env: { NODE_ENV: 'production' },
  does: ['ordered'],
  note: 'a loop over its clients, as its documentation broadcasts',
  missing: unless(installed('ws', 'ws'), 'ws is not installed'),
}

const socketIo: Contestant = {
  key: 'socket-io',
  name: 'Socket.IO',
  kind: 'peer',
  speech: 'engine',
  path: '/socket.io/?EIO=4&transport=websocket',
  command: [peerNode(), path.join(peers, 'socket-io', 'server.mjs')],
  env: { NODE_ENV: 'production' },
  does: ['ordered'],
  note: 'a room, WebSocket only',
  missing: unless(installed('socket-io', 'socket.io'), 'Socket.IO is not installed'),
}

export const contestants: readonly Contestant[] = [teahouse, rawC, bun0, bunT, ws, socketIo]

/** Versions of the peers, as their package.json pins them. */
export function peerVersions(): Record<string, string> {
  const versions: Record<string, string> = {}
  for (const peer of ['ws', 'socket-io', 'node']) {
    const text = readFileSync(path.join(peers, peer, 'package.json'), 'utf8')
    for (const [, name = '', version = ''] of text.matchAll(/"([\w.]+)": "(\d+\.\d+\.\d+)"/g)) versions[name] = version
  }
  return versions
}
