import { setPriority } from 'node:os'
import { makeBackup } from './backup/make-backup.ts'
import { runBench } from './bench/run-bench.ts'
import { exportAll, exportRoom } from './exchange/export-rooms.ts'
import { importRoom } from './exchange/import-room.ts'
import { type CommandName, type HelpLanguage, helpText, isCommand } from './help-words.ts'
import { type Grammar, readWords, type Words } from './read-words.ts'
import { CommandRefused, type ExitCode } from './refused.ts'
import { restoreBackup } from './restore/restore-backup.ts'
import { tellFindings } from './verify/tell-findings.ts'
import type { Outside } from './world.ts'

export { languageOf } from './help-words.ts'
export { CommandRefused, type ExitCode } from './refused.ts'
export { createAsk, createTerminal } from './terminal.ts'
export type { Outside } from './world.ts'

type Work = Grammar & { run(world: Outside, words: Words): Promise<ExitCode> }
/** Those that work on a data folder; `serve` is not among them: it is a program of its own (server/main.ts). */
const works: Readonly<Partial<Record<CommandName, Work>>> = {
  backup: {
    words: ['file?'],
    flags: { data: 'value' },
    run: (world, words) => makeBackup(world, words.word(0)),
  },
  restore: {
    words: ['the file of a backup'],
    flags: { into: 'value', force: 'switch', 'with-faults': 'switch' },
    run: (world, words) =>
      restoreBackup(world, {
        path: words.word(0) ?? '',
        into: words.flag('into'),
        force: words.has('force'),
        withFaults: words.has('with-faults'),
      }),
  },
  export: {
    words: ['the address of a room, or a folder with --all', 'file?'],
    flags: { all: 'switch', data: 'value' },
    run: (world, words) =>
      words.has('all')
        ? exportAll(world, words.word(0) ?? '')
        : exportRoom(world, { address: words.word(0) ?? '', file: words.word(1) }),
  },
  import: {
    words: ['an exported room'],
    flags: { data: 'value' },
    run: (world, words) => importRoom(world, words.word(0) ?? ''),
  },
  verify: {
    words: [],
    flags: { quick: 'switch', data: 'value' },
    run: (world, words) => tellFindings(world, { quick: words.has('quick') }),
  },
  bench: {
    words: [],
    flags: {
      quick: 'switch',
      seconds: 'value',
      port: 'value',
      yes: 'switch',
      json: 'switch',
      write: 'switch',
      data: 'value',
    },
    run: (world, words) =>
      runBench(world, {
        seconds: words.flag('seconds') ?? (words.has('quick') ? '40' : '180'),
        port: words.flag('port') ?? '0',
        yes: words.has('yes'),
        json: words.has('json'),
        write: words.has('write'),
      }),
  },
}

/** The chat comes first: of two that want the processor the server gets it. */
const NICE = 10

export type Asked = {
  given: readonly string[]
  language: HelpLanguage
  version: string
  say(text: string): void
  /** `data`: the folder to work on; null: as the settings say. */
  world(data: string | null): Outside
}

/** Does what the words ask for. Throws `CommandRefused`, `StartRefused`. */
export async function runCommand({ given, language, version, say, world }: Asked): Promise<ExitCode> {
  const [name = 'help', ...rest] = given
  if (rest.includes('--help') || rest.includes('-h')) return tellHelp(name)
  switch (name) {
    case 'help':
    case '--help':
    case '-h':
      return tellHelp(rest[0] ?? null)
    case 'version':
    case '--version':
    case '-v':
      say(version)
      return 0
    default: {
      const work = isCommand(name) ? works[name] : undefined
      if (!work) throw new CommandRefused(`teahouse does not know ${shown(name)}.\n\n${helpText(language, null)}`, 2)
      const words = readWords(name, work, rest)
      setPriority(NICE)
      return work.run(world(words.flag('data')), words)
    }
  }

  function tellHelp(about: string | null): ExitCode {
    if (about !== null && !isCommand(about))
      throw new CommandRefused(`teahouse does not know ${shown(about)}.\n\n${helpText(language, null)}`, 2)
    say(helpText(language, about))
    return 0
  }
}

/** A mark that a terminal obeys is not repeated to it (T-53). */
const shown = (word: string): string => JSON.stringify(word.slice(0, 60)).replace(/[\p{Cc}\p{Cf}]/gu, '?')
