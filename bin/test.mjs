// `npm test`: installs what the tests need when it is missing, then checks everything (bin/check.ts).
import { spawn } from 'node:child_process'
import path from 'node:path'
import { exitCode, findBun, requireNode, requirePackages, root, runMain } from './prepare.mjs'

await runMain(() => {
  requireNode()
  requirePackages({ dev: true })
  const words = ['--no-orphans', path.join(root, 'bin', 'check.ts'), ...process.argv.slice(2)]
  const check = spawn(findBun(), words, { cwd: root, stdio: 'inherit' })
  check.on('exit', (code, signal) => process.exit(exitCode(code, signal)))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => check.kill(signal))
  // Ctrl+C reaches the checks by themselves; this process only has to live until they have ended.
  process.on('SIGINT', () => {})
})
