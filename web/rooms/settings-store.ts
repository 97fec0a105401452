import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { CommandInput } from '#protocol/index.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import { Refused } from '#sdk/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { ask, newCid } from './ask.ts'
import { type Trouble, troubleFrom, troubleOf } from './room-trouble.ts'

/** What the owner is changing; what is not there stays as it is, also when somebody else changes it meanwhile. */
export type Change = {
  title?: string
  topic?: string
  accent?: number | null
  access?: 'open' | 'link'
  cards?: boolean
}

type Changing = { room: string; change: Change; cid: string }

const now: Signal<Changing | null> = signal<Changing | null>(null)
const trouble: Signal<Trouble | null> = signal<Trouble | null>(null)
const busy = signal(false)
export const saveTrouble: ReadonlySignal<Trouble | null> = trouble
export const saving: ReadonlySignal<boolean> = busy

/** The room as it would be: what was changed here over what it is now. */
export function changed(
  room: RoomInfo,
): Omit<RoomInfo, 'accent' | 'cards'> & { accent: number | null; cards: boolean } {
  const change = now.value?.room === room.id ? now.value.change : {}
  return { ...room, accent: room.accent ?? null, cards: room.cards === true, ...change }
}

export function change(room: RoomInfo, more: Change): void {
  batch(() => {
    const before = now.peek()?.room === room.id ? now.peek()?.change : {}
    // Another id with every change: what was sent under the old one may have been stored.
    now.value = { room: room.id, change: { ...before, ...more }, cid: newCid() }
    trouble.value = null
  })
}

/** Only what differs from the room as it is. */
export function differences(room: RoomInfo): Change {
  const { title, topic, accent, access, cards } = now.value?.room === room.id ? now.value.change : {}
  return {
    ...(title !== undefined && title.trim() !== room.title && { title: title.trim() }),
    ...(topic !== undefined && topic.trim() !== (room.topic ?? '') && { topic: topic.trim() }),
    ...(accent !== undefined && accent !== (room.accent ?? null) && { accent }),
    ...(access !== undefined && access !== room.access && { access }),
    ...(cards !== undefined && cards !== (room.cards === true) && { cards }),
  }
}

export function forgetChange(): void {
  batch(() => {
    now.value = null
    trouble.value = null
  })
}

/** True when it is stored, or nothing was to be changed; else `saveTrouble` says why not, and all that was written stays. */
export async function save(room: RoomInfo): Promise<boolean> {
  if (busy.peek()) return false
  const wish = differences(room)
  const { title, topic = '' } = changed(room)
  if (Object.keys(wish).length === 0) {
    forgetChange()
    return true
  }
  trouble.value = troubleOf({ title, topic })
  if (trouble.peek()) return false
  busy.value = true
  try {
    const input: CommandInput<'room.change'> = { room: room.id, cid: now.peek()?.cid ?? newCid(), ...wish }
    await ask('room.change', input)
    forgetChange()
    return true
  } catch (error) {
    trouble.value = troubleWithChange(error, { title, topic })
    return false
  } finally {
    busy.value = false
  }
}

function troubleWithChange(error: unknown, written: { title: string; topic: string }): Trouble {
  const say = roomWords().settings
  if (!(error instanceof Refused)) return { field: 'all', text: say.offline }
  if (error.refusal.code === 'forbidden') return { field: 'all', text: say.forbidden }
  if (error.refusal.code === 'not_found') return { field: 'all', text: say.gone }
  return troubleFrom(error, written)
}
