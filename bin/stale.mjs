// What was built, and whether it is older than its sources. Plain Node, no package.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export const PAGE_SOURCES = ['web', 'sdk', 'protocol', 'bin/build.ts', 'package.json']
export const SERVER_SOURCES = ['server', 'protocol', 'bin/build-server.ts', 'package.json', 'package-lock.json']

/** Whether there is no page in `root`, or an older one than its sources. */
export function isPageStale(root) {
  return isOlder(root, 'dist/web/manifest.json', PAGE_SOURCES)
}

/** The same of the server; its bytecode is that of one version of Bun. */
export function isServerStale(root) {
  return isOlder(root, 'dist/server/built.json', SERVER_SOURCES) || builtBy(root) !== installedBun(root)
}

/** The file that runs one of the server's two programs for users: what was built, or its source where that is not fresh. */
export function serverProgram(root, name) {
  return isServerStale(root) ? path.join(root, 'server', `${name}.ts`) : path.join(root, 'dist', 'server', `${name}.js`)
}

function isOlder(root, mark, sources) {
  const file = path.join(root, mark)
  if (!existsSync(file)) return true
  const builtMs = statSync(file).mtimeMs
  return sources.some((name) => newestMs(path.join(root, name)) > builtMs)
}

function newestMs(file) {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time tells of files that were taken away.
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newestMs(path.join(file, name))))
}

const builtBy = (root) => read(path.join(root, 'dist', 'server', 'built.json')).bun
const installedBun = (root) => read(path.join(root, 'node_modules', 'bun', 'package.json')).version

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
