// `npm run bench`: installs the peers that are missing, then hands over to Bun. Plain Node, no package.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { exitCode, findBun, requireNode, requirePackages, root, runMain } from '../bin/prepare.mjs'
import { isPageStale, isServerStale } from '../bin/stale.mjs'

const peers = path.join(root, 'bench', 'peers')

/** A peer that cannot be had is not measured; that is no reason to measure nothing. */
function installPeer(name) {
  const folder = path.join(peers, name)
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const missing = Object.entries(dependencies).filter(([one, version]) => installedVersion(folder, one) !== version)
  if (missing.length === 0) return
  console.log(`Installing ${missing.map(([one, version]) => `${one} ${version}`).join(', ')} …`)
  const words = [existsSync(path.join(folder, 'package-lock.json')) ? 'ci' : 'install', '--no-audit', '--no-fund']
  const result = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' })
  if (result.status !== 0) console.log(`npm could not install the peer ${name}: its rows will say "not measured".`)
}

function installedVersion(folder, name) {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

await runMain(() => {
  requireNode()
  requirePackages({ dev: true })
  for (const name of ['node', 'ws', 'socket-io', 'uws']) installPeer(name)
  const bun = findBun()
  // What is measured is what users run.
  if (isPageStale(root) || isServerStale(root)) {
    spawnSync(bun, [path.join(root, 'bin', 'build.ts')], { cwd: root, stdio: 'inherit' })
  }
  const words = [path.join(root, 'bench', 'run.ts'), ...process.argv.slice(2)]
  const child = spawn(bun, words, { cwd: root, stdio: 'inherit' })
  // A terminal's Ctrl-C reaches the child by itself; it ends its servers, and we end with it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(exitCode(code, signal)))
})
