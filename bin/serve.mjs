// What `npm start`, `npm run dev` and `teahouse serve` share: the page and the server as they should be, and the server in a process of its own.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { exitCode, root, Stop } from './prepare.mjs'
import { isPageStale, isServerStale, PAGE_SOURCES, SERVER_SOURCES, serverProgram } from './stale.mjs'
import { watchFolders } from './watch.mjs'

const SOURCE = path.join(root, 'server', 'main.ts')
const BUILD = path.join(root, 'bin', 'build.ts')
/** npm passes on what the whole group of processes has got already; such copies arrive within this time. */
const SAME_SIGNAL_MS = 500

/** Builds what is older than its sources, runs the server, and ends as it does. */
export async function serve(bun) {
  await Promise.all([isPageStale(root) && buildPage(bun), isServerStale(root) && buildServer(bun)])
  process.exit(await endOf(startServer(bun, serverProgram(root, 'main'))))
}

async function buildPage(bun) {
  const { code, said } = await build(bun, 'page')
  if (code !== 0) throw new Stop(said || 'The page could not be built.')
}

/** Without a place for it, as in a folder that is only to be read, the house opens all the same. */
async function buildServer(bun) {
  const { code, said } = await build(bun, 'server')
  if (code !== 0)
    console.error(`${said}\nThe server could not be built, so it runs from its sources: it only starts slower.`)
}

function build(bun, what) {
  const child = spawn(bun, [BUILD, what], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => {
      said += text
    })
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, said: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, said: said.trim() }))
  })
}

/** The server, with the output of this program; it is told to stop when this program is. */
function startServer(bun, program, env = process.env) {
  // A process group of its own: Ctrl+C, and whoever signals a whole group, reach it once, through here. Twice would mean:
  // do not wait for anybody. --no-orphans: nobody is left holding the data folder when this process is killed.
  const how = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env, detached: true }
  const server = spawn(bun, ['--no-orphans', program], how)
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

/** The page is built, and the server started from its sources, again at each change. */
export async function develop(bun) {
  const env = { LOG_FORMAT: 'pretty', ...process.env }
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => resolve('stopped'))
  })
  const changes = watchFolders(root, [...new Set([...PAGE_SOURCES, ...SERVER_SOURCES])])
  for (;;) {
    const server = (await buildForDevelopment(bun)) ? startServer(bun, SOURCE, env) : null
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

async function buildForDevelopment(bun) {
  try {
    if (isPageStale(root)) await buildPage(bun)
    return true
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    return false
  }
}
