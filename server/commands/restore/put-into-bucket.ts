import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '#server/files/index.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { CommandRefused } from '../refused.ts'
import { countOf } from '../terminal.ts'
import type { World } from '../world.ts'

/** Where files are kept in a bucket they go there. What is there already is the same. */
export async function putIntoBucket({ config, clock, terminal }: World, half: string): Promise<void> {
  const folder = join(half, 'files')
  if (config.files === null || !existsSync(folder)) return
  let why = 'it does not answer'
  const diary = {
    info() {},
    error(_event: string, fields: Readonly<Record<string, unknown>> = {}) {
      if (typeof fields['why'] === 'string') why = fields['why']
    },
  }
  const store = await openStore({ place: config.files, folder, clock, diary })
  let done = 0
  try {
    for (const shelf of readdirSync(folder)) {
      for (const hash of readdirSync(join(folder, shelf))) {
        await store.put(hash, join(folder, shelf, hash))
        terminal.show(`bucket: ${countOf(++done, 'file')}`)
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new CommandRefused(`The bucket of FILES_URL does not take the files: ${why}`)
  }
  rmSync(folder, { recursive: true, force: true })
}
