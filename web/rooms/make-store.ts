import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { CommandInput } from '#protocol/index.ts'
import type { Access, RoomInfo } from '#protocol/room-info.ts'
import { Refused } from '#sdk/index.ts'
import { addressFrom } from './address.ts'
import { ask, newCid } from './ask.ts'
import { type Trouble, troubleFrom, troubleOf } from './room-trouble.ts'

/** A room that is being thought of. `name`: the wished address, null while it follows the title; `accent`: null is the house's. */
export type Draft = { title: string; topic: string; access: Access; name: string | null; accent: number | null }

const blank: Draft = { title: '', topic: '', access: 'open', name: null, accent: null }

/** It stays when the dialog closes, a refusal comes or the line breaks: nothing that was written is lost. */
export const draft: Signal<Draft> = signal<Draft>(blank)
const trouble: Signal<Trouble | null> = signal<Trouble | null>(null)
const busy = signal(false)
export const makeTrouble: ReadonlySignal<Trouble | null> = trouble
export const making: ReadonlySignal<boolean> = busy

/** What was sent and not answered: the same again with the same id makes no second room (HOUSE-11). */
let unsure: { cid: string; sent: string } | null = null

export function write(change: Partial<Draft>): void {
  batch(() => {
    draft.value = { ...draft.peek(), ...change }
    trouble.value = null
  })
}

/** The address of an open room as it will be, as far as one can tell here. */
export const addressOf = ({ name, title }: Draft): string => name ?? addressFrom(title)

/** Makes the room. Null when that did not work: `makeTrouble` says why. */
export async function make(): Promise<RoomInfo | null> {
  if (busy.peek()) return null
  const wish = wishOf(draft.peek())
  const written = { ...draft.peek(), name: wish.name }
  trouble.value = troubleOf(written)
  if (trouble.peek()) return null
  busy.value = true
  const sent = JSON.stringify(wish)
  const cid = unsure?.sent === sent ? unsure.cid : newCid()
  try {
    const { room } = await ask('room.make', { cid, ...wish })
    unsure = null
    draft.value = blank
    return room
  } catch (error) {
    unsure = error instanceof Refused ? null : { cid, sent }
    trouble.value = troubleFrom(error, written)
    return null
  } finally {
    busy.value = false
  }
}

function wishOf({ title, topic, access, name, accent }: Draft): Omit<CommandInput<'room.make'>, 'cid'> {
  return {
    title: title.trim(),
    access,
    ...(topic.trim() !== '' && { topic: topic.trim() }),
    ...(accent !== null && { accent }),
    ...(access === 'open' && name !== null && { name: name.trim() }),
  }
}
