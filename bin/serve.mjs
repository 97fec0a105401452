// What `npm start`, `npm run dev` and `teahouse serve` share: the page as it should be, and the server in a process of its own.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { exitCode, root, Stop } from './prepare.mjs'
import { watchFolders } from './watch.mjs'

const SERVER = path.join(root, 'server', 'main.ts')
const BUILD = path.join(root, 'bin', 'build.ts')
const BUILT = path.join(root, 'dist', 'web', 'manifest.json')
const PAGE_SOURCES = ['web', 'sdk', 'protocol', 'bin/build.ts', 'package.json']
const SERVER_SOURCES = ['server', 'protocol']
/** npm passes on what the whole group of processes has got already; such copies arrive within this time. */
const SAME_SIGNAL_MS = 500

/** Builds the page when it is older than its sources, runs the server, and ends as it does. */
export async function serve(bun) {
  if (isStale()) build(bun)
  process.exit(await endOf(startServer(bun)))
}

function isStale() {
  if (!existsSync(BUILT)) return true
  const builtMs = statSync(BUILT).mtimeMs
  return PAGE_SOURCES.some((name) => newestMs(path.join(root, name)) > builtMs)
}

function newestMs(file) {
  const stat = statSync(file)
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time tells of files that were taken away.
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newestMs(path.join(file, name))))
}

function build(bun) {
  const result = spawnSync(bun, [BUILD], { cwd: root, encoding: 'utf8' })
  if (result.status === 0) return
  throw new Stop(`${result.stdout}${result.stderr}`.trim() || 'The page could not be built.')
}

/** The server, with the output of this program; it is told to stop when this program is. */
function startServer(bun, env = process.env) {
  // A process group of its own: Ctrl+C, and whoever signals a whole group, reach it once, through here. Twice would mean:
  // do not wait for anybody. --no-orphans: nobody is left holding the data folder when this process is killed.
  const how = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env, detached: true }
  const server = spawn(bun, ['--no-orphans', SERVER], how)
  server.on('error', (error) => {
    console.error(`The server could not be started: ${error.message}`)
    process.exit(1)
  })
  const forget = passOnSignals(server)
  server.on('exit', forget)
  return server
}

function passOnSignals(server) {
  let lastMs = 0
  const stops = ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => {
    const passOn = () => {
      const nowMs = Date.now()
      const again = nowMs - lastMs < SAME_SIGNAL_MS
      lastMs = nowMs
      // A terminal that is closed is a reason to stop, not to die.
      if (!again) server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    }
    process.on(signal, passOn)
    return () => process.off(signal, passOn)
  })
  return () => {
    for (const stop of stops) stop()
  }
}

/** Page and server are built and started again at each change. */
export async function develop(bun) {
  const env = { LOG_FORMAT: 'pretty', ...process.env }
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => resolve('stopped'))
  })
  const changes = watchFolders(root, [...new Set([...PAGE_SOURCES, ...SERVER_SOURCES])])
  for (;;) {
    const server = buildForDevelopment(bun) ? startServer(bun, env) : null
    const ended = server ? endOf(server) : new Promise(() => {})
    const first = await Promise.race([stopped, changes.next(), ended])
    if (first === 'stopped') process.exit(server ? await ended : 0)
    if (first === 'changed') {
      server?.kill('SIGTERM')
      if (server) await ended
      continue
    }
    console.log('The server ended. It starts again at the next change.')
    if ((await Promise.race([stopped, changes.next()])) === 'stopped') process.exit(first)
  }
}

/** The exit code, when it has ended. */
function endOf(server) {
  return new Promise((resolve) => server.on('exit', (code, signal) => resolve(exitCode(code, signal))))
}

function buildForDevelopment(bun) {
  try {
    if (isStale()) build(bun)
    return true
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    return false
  }
}
