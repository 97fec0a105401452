import { dirname, join } from 'node:path'
import type { Config } from '#server/config.ts'
import { openStoredBytes, type StoredBytes } from '#server/files/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { HelpLanguage } from './help-words.ts'
import type { Terminal } from './terminal.ts'

/** What every command has: the settings of the server, and a way to whoever started it. */
export type World = {
  config: Pick<Config, 'database' | 'files' | 'dataDir'>
  version: string
  language: HelpLanguage
  /** The folder in which whoever started it stands: relative names begin there. */
  from: string
  clock: Clock
  terminal: Terminal
  /** Runs `clean` when the command is told to stop, before the process ends; returns its undo. It must not wait. */
  atStop(clean: () => void): () => void
}

/** What whoever starts a second server has besides: the folder of the program, and the settings as they were given. */
export type Outside = World & {
  config: Pick<Config, 'basePath' | 'limits' | 'writeMicroseconds'>
  home: string
  env: Readonly<Record<string, string | undefined>>
  /** Asks whoever started the command, who answers with a line; null where there is nobody to ask. */
  ask: ((question: string) => Promise<string>) | null
}

/** Beside the database everything else lies, whatever DATA_DIR says. */
export const houseFolder = ({ config }: Pick<World, 'config'>): string => dirname(config.database.path)

/** The files of the house, wherever they are; `whyNot` says what the bucket answered last. */
export function storedBytes({ config, clock }: Pick<World, 'config' | 'clock'>): StoredBytes & { whyNot(): string } {
  let why = ''
  const onTrouble = (words: string) => {
    why = words
  }
  const folder = join(dirname(config.database.path), 'files')
  return { ...openStoredBytes({ place: config.files, folder, clock, onTrouble }), whyNot: () => why }
}
