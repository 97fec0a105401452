// What `npm start` and `npm test` share: a clone with nothing installed becomes one that runs. Plain Node, no package:
// it works before the first install.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Ends the program with a sentence that a person can act on. */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs `main`; a `Stop` becomes its sentence and exit code. */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    process.exit(error.exitCode)
  }
}

/** Node 20 is the oldest that has all that these scripts use (`engines` in package.json). */
export function requireNode() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < 20) {
    throw new Stop(`Teahouse needs Node 20 or newer. This is Node ${process.versions.node}: https://nodejs.org`)
  }
}

/**
 * Installs what is missing or has another version than package.json says; touches no network when all is there.
 * `dev` asks for the parts that only tests and development use.
 */
export function requirePackages({ dev }) {
  const { dependencies, devDependencies } = readPackage(root)
  const needed = dev ? { ...dependencies, ...devDependencies } : dependencies
  const missing = missingPackages(needed)
  if (missing.length === 0) return
  // An install without dev parts would take away those that a developer already has.
  const keepsDev = dev || missingPackages(devDependencies).length < Object.keys(devDependencies).length
  console.log(`Installing ${missing.length > 4 ? `${missing.length} packages` : missing.join(', ')} …`)
  const sinceMs = Date.now()
  install(keepsDev ? [] : ['--omit=dev'])
  const still = missingPackages(needed)
  if (still.length > 0) throw new Stop(`npm finished, but these packages are not there: ${still.join(', ')}.`)
  console.log(`Installed in ${((Date.now() - sinceMs) / 1_000).toFixed(1)} s.`)
}

/** The file of Bun's real binary, whether or not npm was allowed to run install scripts. */
export function findBun() {
  for (const file of bunCandidates()) {
    if (isBinary(file) && spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0) return file
  }
  throw new Stop(
    `Bun does not run here (${process.platform}, ${process.arch}). Teahouse needs Linux or macOS on x64 or arm64. ` +
      'If node_modules came from another machine, remove that folder and start again.',
  )
}

/** How a child ended, as an exit code: 128 + number of the signal where one ended it. */
export function exitCode(code, signal) {
  if (code !== null) return code
  return { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal] ?? 1
}

function readPackage(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}

function missingPackages(needed) {
  return Object.entries(needed).flatMap(([name, version]) => (installedVersion(name) === version ? [] : [name]))
}

function installedVersion(name) {
  try {
    return readPackage(path.join(root, 'node_modules', name)).version
  } catch {
    return undefined
  }
}

function install(extra) {
  const locked = existsSync(path.join(root, 'package-lock.json'))
  const words = [locked ? 'ci' : 'install', ...extra, '--no-audit', '--no-fund']
  // npm tells its scripts where it lies; under another package manager, or none, the one on the path is asked.
  const own = process.env['npm_execpath']
  const [command, first] = own?.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []]
  const result = spawnSync(command, [...first, ...words], { cwd: root, encoding: 'utf8', env: installEnvironment() })
  if (result.error) throw new Stop(`npm could not be started (${result.error.message}). It comes with Node.`)
  if (result.status === 0) return
  console.error(`${result.stdout}${result.stderr}`.trim())
  throw new Stop(
    `\`npm ${words.join(' ')}\` failed; what it said is above. Is the network there, and the disk not full?`,
  )
}

/** The outer npm hands its own settings down (`npm_config_*`), also those that would leave out what is asked for here. */
function installEnvironment() {
  const unwanted = new Set(['npm_config_omit', 'npm_config_only', 'npm_config_production', 'NODE_ENV'])
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.has(name)))
}

function bunCandidates() {
  const modules = path.join(root, 'node_modules')
  const own = path.join(modules, '@oven')
  const platforms = existsSync(own) ? readdirSync(own).filter((name) => name.startsWith('bun-')) : []
  return [
    path.join(modules, 'bun', 'bin', 'bun.exe'),
    path.join(modules, '.bin', 'bun'),
    ...platforms.map((name) => path.join(own, name, 'bin', 'bun')),
  ]
}

/** Without its install script the package holds a small text in the place of the program. */
function isBinary(file) {
  try {
    return statSync(file).size > 1_000_000
  } catch {
    return false
  }
}
