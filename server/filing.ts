import { dirname, join } from 'node:path'
import type { Config } from './config.ts'
import { openStore } from './files/index.ts'
import type { Clock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'
import type { Pictures } from './pictures/index.ts'

type FilingNeeds = { config: Config; clock: Clock; log: Log }

/** What is on its way lies beside the database, wherever the files are kept. */
export async function openFiling({ config, clock, log: diary }: FilingNeeds, { inspect }: Pictures) {
  const folder = dirname(config.database.path)
  const store = await openStore({ place: config.files, folder: join(folder, 'files'), clock, diary })
  return { store, uploadFolder: join(folder, 'uploads'), cardFolder: join(folder, 'cards'), inspect }
}
