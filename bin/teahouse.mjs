#!/usr/bin/env node
// `npx teahouse <command>`: `serve` is `npm start`, all else works on the data folder (server/commands).
import { spawn } from 'node:child_process'
import { exitCode, findBun, requireNode, requirePackages, root, runMain, Stop } from './prepare.mjs'
import { serve } from './serve.mjs'
import { serverProgram } from './stale.mjs'

const [command, ...rest] = process.argv.slice(2)

await runMain(async () => {
  requireNode()
  requirePackages({ dev: false })
  if (command !== 'serve' || rest.some((word) => word === '--help' || word === '-h')) return run()
  if (rest.length > 0) throw new Stop(`serve takes nothing: ${rest[0]}. Its settings come from the environment.`, 2)
  await serve(findBun())
})

function run() {
  const words = ['--no-orphans', serverProgram(root, 'command'), process.cwd(), ...process.argv.slice(2)]
  // In the folder of the program, as the server: there lies what may configure both (.env).
  const child = spawn(findBun(), words, { cwd: root, stdio: 'inherit' })
  child.on('exit', (code, signal) => process.exit(exitCode(code, signal)))
  // A terminal tells the whole group, a supervisor this process alone.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
}
