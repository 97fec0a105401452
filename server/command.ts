import { resolve } from 'node:path'
import pkg from '../package.json' with { type: 'json' }
import { CommandRefused, createAsk, createTerminal, languageOf, type Outside, runCommand } from './commands/index.ts'
import { ConfigError, readConfig } from './config.ts'
import { systemClock } from './kit/clock.ts'
import { home } from './kit/programs.ts'
import { StartRefused } from './kit/start-refused.ts'

// What bin/teahouse.mjs hands over to: all commands but `serve`. First the folder in which whoever asked stands.
const [from = process.cwd(), ...given] = process.argv.slice(2)
const language = languageOf(process.env)
const stops = new Set<() => void>()
const terminal = createTerminal(process.stdout, process.stderr)
const ask = createAsk(process.stdin, process.stderr)

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    terminal.show('')
    for (const clean of stops) clean()
    process.exit(code)
  })
}

function world(data: string | null): Outside {
  // A folder that is named is meant, with all that lies in it.
  const env = data === null ? process.env : { ...process.env, DATA_DIR: resolve(from, data), DATABASE_URL: '' }
  return {
    // Relative settings mean what they mean to the server, wherever one stands.
    config: readConfig(env, home),
    version: pkg.version,
    language,
    from,
    home,
    env,
    ask,
    clock: systemClock,
    terminal,
    atStop(clean) {
      stops.add(clean)
      return () => void stops.delete(clean)
    },
  }
}

// No `await` out here: bytecode is made of modules that have none (decision 0076).
runCommand({ given, language, version: pkg.version, say: terminal.say, world })
  .then((code) => {
    process.exitCode = code
  })
  .catch((error: unknown) => {
    terminal.show('')
    process.stderr.write(`${sentence(error)}\n`)
    process.exitCode = codeOf(error)
  })

function sentence(error: unknown): string {
  if (error instanceof CommandRefused || error instanceof StartRefused) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** To `verify` a house that cannot be opened is not one that is wrong: nobody has looked. */
function codeOf(error: unknown): number {
  if (error instanceof CommandRefused) return error.exitCode
  if (error instanceof ConfigError) return 2
  return error instanceof StartRefused && given[0] === 'verify' ? 2 : 1
}
