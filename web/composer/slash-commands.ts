import { openShortcuts } from '#web/settings/index.ts'
import { inviteHere, mayInvite } from '#web/store/inviting.ts'
import { roomInfo } from '#web/store/session.ts'
import { textWords } from '#web/words/text.ts'
import type { Choice } from './completion-sources.ts'

/** `write`: what takes the place of the command, with the caret at `caret` in it. `run`: what happens besides. */
export type SlashCommand = { write: string; caret: number; run?: () => void }

const FENCE = '```\n\n```'
const names = ['me', 'shrug', 'spoiler', 'code', 'invite', 'help'] as const

const commands: Readonly<Record<(typeof names)[number], SlashCommand>> = {
  me: { write: '/me ', caret: 4 },
  shrug: { write: '¯\\_(ツ)_/¯', caret: 9 },
  spoiler: { write: '||||', caret: 2 },
  code: { write: FENCE, caret: 4 },
  invite: { write: '', caret: 0, run: inviteHere },
  help: { write: '', caret: 0, run: openShortcuts },
}

/** The commands whose names begin so, each with a line that says what it does. */
export function findCommands(query: string): readonly Choice[] {
  const notes = textWords().commands
  return names
    .filter((name) => name.startsWith(query) && (name !== 'invite' || isOpen()))
    .map((name) => ({ kind: 'command', key: name, label: `/${name}`, note: notes[name], command: commands[name] }))
}

const isOpen = (): boolean => roomInfo.value !== null && mayInvite(roomInfo.value)
