import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { debianPeers, debianVersions } from './debian-peers.ts'
import { raisedLimits } from './teahouse-limits.ts'

export const root = path.resolve(import.meta.dir, '..')
/** What is built and written; tests of the program have one of their own. */
export const out = path.resolve(process.env['BENCH_OUT'] ?? path.join(import.meta.dir, 'out'))
const peers = path.join(import.meta.dir, 'peers')

/** What is done for a message besides passing it on. Most contestants do little of it (performance.md 5.3). */
export const duties = ['checks', 'durable', 'ordered', 'resumable', 'peopleList', 'history'] as const
export type Duty = (typeof duties)[number]

/** What it is spoken to in. Only the first three are known to the load generator in Bun. */
export type Speech = 'bare' | 'teahouse' | 'engine' | 'posted' | 'xmpp' | 'mqtt-0' | 'mqtt-1'
/** Where a server runs: a folder of its own, gone when it stops, and its port on 127.0.0.1. */
export type Place = { folder: string; port: number }

export type Contestant = {
  key: string
  name: string
  /** A denominator says how much of the physics is used; it is no peer (performance.md 4). */
  kind: 'ours' | 'denominator' | 'peer'
  speech: Speech
  path: string
  command: readonly string[]
  env: Readonly<Record<string, string>>
  does: readonly Duty[]
  note: string
  /** Where it is told by a file and not by its environment: writes it, and gives the rest of the command. */
  configure?(place: Place): readonly string[]
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
const uwsPackage = '@trufflesuite/uws-js-unofficial'
const uwsNode = path.join(peers, 'uws', 'node_modules', 'node', 'bin', 'node')

export const rawProgram = path.join(out, 'raw-c')
export const rawSource = path.join(peers, 'raw-c', 'server.c')

/** The server of a tree as its users run it; an older tree runs from its source. */
export function serverOf(tree: string): string {
  const built = path.join(tree, 'dist', 'server', 'main.js')
  return existsSync(path.join(tree, 'bin', 'build-server.ts')) ? built : path.join(tree, 'server', 'main.ts')
}

const teahouse: Contestant = {
  key: 'teahouse',
  name: 'Teahouse',
  kind: 'ours',
  speech: 'teahouse',
  path: '/ws',
  command: [process.execPath, serverOf(root)],
  env: { HOST: '127.0.0.1', ...raisedLimits },
  does: duties,
  note: 'everything on, limits raised',
  missing: unless(path.join(root, 'dist', 'server', 'main.js'), 'dist/server/main.js is missing'),
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

const uws: Contestant = {
  key: 'uws',
  name: 'uWebSockets.js',
  kind: 'peer',
  speech: 'bare',
  path: '/',
  command: [uwsNode, path.join(peers, 'uws', 'server.mjs')],
  env: { NODE_ENV: 'production' },
  does: ['ordered'],
  note: 'its own publish; an unofficial build of 2023, on the newest Node that it fits',
  missing: () =>
    [uwsNode, installed('uws', uwsPackage)].every((file) => existsSync(file))
      ? null
      : 'uWebSockets.js is not installed',
}

export const contestants: readonly Contestant[] = [teahouse, rawC, bun0, bunT, ws, socketIo, uws, ...debianPeers]

const pins = v.object({ dependencies: v.optional(v.record(v.string(), v.string()), {}) })

/** Versions of the peers: as their package.json pins them, or as Debian has installed them. */
export function peerVersions(): Record<string, string> {
  const pinned = ['ws', 'socket-io', 'node'].map((peer) => pinsOf(peer))
  const { node = '', ...own } = pinsOf('uws')
  return Object.assign({}, ...pinned, own, { 'node for uWebSockets.js': node }, debianVersions())
}

const pinsOf = (peer: string): Record<string, string> =>
  v.parse(pins, JSON.parse(readFileSync(path.join(peers, peer, 'package.json'), 'utf8'))).dependencies
