import { expect, test } from 'bun:test'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuardedWay } from './guarded-way.ts'

/** More than any machine has threads for. */
const WAITING = 256

/** Whether what is asked of the thread pool now comes within so many turns of the loop. */
async function comes(): Promise<boolean> {
  let came = false
  void stat('/').then(() => {
    came = true
  })
  for (let turn = 0; turn < 2_000 && !came; turn++) await new Promise((resolve) => setImmediate(resolve))
  return came
}

/** Everything of the thread pool waits, as for a name server that is silent; ended, it goes on. */
async function holdPool(): Promise<AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-pool-'))
  const pipe = join(folder, 'pipe')
  Bun.spawnSync(['mkfifo', pipe])
  // Opening a pipe to read waits for somebody who writes.
  const opening = Array.from({ length: WAITING }, () => open(pipe, 'r'))
  while (await comes()) {
    // A thread was free still.
  }
  return {
    async [Symbol.asyncDispose]() {
      const writer = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
      for (const file of await Promise.all(opening)) await file.close()
      closeSync(writer)
      rmSync(folder, { recursive: true })
    },
  }
}

test('[T-44] [T-74] a name is looked up beside the thread pool, on which commits are synced', async () => {
  const openWay = createGuardedWay({ allowPrivate: true })
  // Of this ending every resolver says at once, and without a question to anybody, that there is none (RFC 7686).
  const lookUp = () =>
    openWay(new URL('http://tea.onion'), AbortSignal.timeout(2_000)).then(
      () => 'found',
      (error: unknown) => String(error),
    )
  {
    await using _held = await holdPool()
    // Control: nothing else comes through the pool now.
    expect(await comes()).toBe(false)
    expect(await lookUp()).toContain('ENOTFOUND')
    expect(await comes()).toBe(false)
  }
  // Control: given back, it does.
  expect(await comes()).toBe(true)
})
