import type { CommandInput } from '#protocol/index.ts'
import type { Unsent } from './platform.ts'
import type { Outgoing } from './room.ts'

/** client.md 6.4: what is older than this never goes by itself, for old words surprise. */
export const EXPIRY_MS = 10 * 60_000

/** `stored`: the server has it, and the event that shows it is not here yet. */
export type Entry = {
  unsent: Unsent
  /** Left by an earlier run, or by a tab that is gone: goes before what is written in this one. */
  adopted: boolean
  /** Written where it survives a reload, which comes before the sending (P-11). */
  kept: boolean
  state: { name: 'waiting' } | { name: 'sending' } | { name: 'stored'; seq: number; epoch: string } | { name: 'failed' }
}

/** The messages of one room, oldest first. One travels at a time: whatever is refused for now, none overtakes (P-2). */
export type Lane = {
  room: string
  entries: Entry[]
  travels: Entry | null
  tries: number
  /** While the server has asked for patience; `code`: why, where it said so. */
  patience: { untilMs: number; code: string | undefined; stop: () => void } | null
}

export const newLane = (room: string): Lane => ({ room, entries: [], travels: null, tries: 0, patience: null })

export const entryOf = (unsent: Unsent, origin: 'written' | 'adopted'): Entry => ({
  unsent,
  adopted: origin === 'adopted',
  kept: origin === 'adopted',
  state: unsent.failed ? { name: 'failed' } : { name: 'waiting' },
})

/** Too old to go by itself. So is what seems to come from the future: then the clock was wrong, and nobody knows. */
export const isExpired = ({ writtenMs }: Unsent, nowMs: number): boolean => Math.abs(nowMs - writtenMs) >= EXPIRY_MS

export const saidOf = ({
  cid,
  body,
  re,
  mentions,
  all,
  files,
  sticker,
}: Unsent): Omit<CommandInput<'message.post'>, 'room'> => ({
  cid,
  body,
  ...(re === undefined ? {} : { re }),
  ...(mentions === undefined ? {} : { mentions: [...mentions] }),
  ...(all && { all }),
  ...(sticker && { sticker: sticker.id }),
  ...(files && { files: files.map(({ id, alt }) => ({ id, ...(alt && { alt }) })) }),
})

export function outgoingOf({ entries, patience }: Lane): Outgoing[] {
  const first = entries.find(({ state }) => state.name === 'waiting')
  return entries.map((entry) => {
    const { state, unsent } = entry
    if (state.name === 'failed') return { ...unsent, state: 'failed' }
    if (state.name !== 'waiting') return { ...unsent, state: 'sending' }
    if (entry === first && patience) {
      const { untilMs: retryAtMs, code } = patience
      return { ...unsent, state: 'waiting', retryAtMs, ...(code !== undefined && { retryCode: code }) }
    }
    return { ...unsent, state: 'waiting' }
  })
}
