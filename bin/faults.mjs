// `npm run faults`: hands over to Bun (tests/faults/run.ts). Plain Node, no package.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { exitCode, findBun, requireNode, requirePackages, root, runMain } from './prepare.mjs'

await runMain(() => {
  requireNode()
  requirePackages({ dev: true })
  const words = ['--no-orphans', path.join(root, 'tests', 'faults', 'run.ts'), ...process.argv.slice(2)]
  // As many lines as the system allows: thousands of people come from this machine.
  const child = spawn('sh', ['-c', 'ulimit -n $(ulimit -Hn); exec "$@"', 'sh', findBun(), ...words], {
    cwd: root,
    stdio: 'inherit',
  })
  // A terminal's Ctrl-C reaches the child by itself; it reports what there is, and we end with it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(exitCode(code, signal)))
})
