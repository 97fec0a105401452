import { dirname, join } from 'node:path'
import pkg from '../package.json' with { type: 'json' }
import { startApp } from './app.ts'
import { readConfig } from './config.ts'
import { readAssets } from './gateway/assets.ts'
import { systemClock } from './kit/clock.ts'
import { createLog, stdoutWriter } from './kit/log.ts'
import { home } from './kit/programs.ts'
import { StartRefused } from './kit/start-refused.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { welcomeText } from './welcome-text.ts'

process.stderr.on('error', () => {
  // Nobody reads what we say to people: the chat goes on (D-2).
})

// No `await` out here: bytecode is made of modules that have none (decision 0076).
main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
  setImmediate(() => process.exit(1))
})

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const log = createLog({ level: config.logLevel, format: config.logFormat, write: stdoutWriter(), nowMs: Date.now })
  process.on('uncaughtException', (error) => log.error('uncaught', { error: error.stack ?? error.message }))
  process.on('unhandledRejection', (reason) =>
    log.error('unhandled', { error: String(reason instanceof Error ? reason.stack : reason) }),
  )
  const assets = await readAssets(join(home, 'dist', 'web'))
  const onFatal = (error: unknown) => {
    log.error('disk_failed', { error: String(error) })
    setImmediate(() => process.exit(1))
  }
  const app = await startApp({ config, clock: systemClock, log, assets, version: pkg.version, onFatal })
  // Before anybody is told that it runs: whoever waits for that may stop it at once (P-17).
  stopOnSignals(app, log)
  log.info('started', {
    port: app.port,
    host: config.host,
    data: dirname(config.database.path),
    version: pkg.version,
    build: assets.build,
  })
  process.stderr.write(welcomeText(config, app))
}

/** What stops the start, in one sentence for whoever started it. */
function sentence(error: unknown): string {
  if (error instanceof StartRefused) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
