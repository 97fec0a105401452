import { batch, type Signal, signal } from '@preact/signals'
import type { Me } from '#protocol/people.ts'
import type { Client } from '#sdk/index.ts'
import { language } from '#web/store/preferences.ts'
import { askToEnter, client, me } from '#web/store/session.ts'

/** A name was taken, and the server has not answered yet: whoever took it writes on meanwhile. */
export const entering: Signal<boolean> = signal(false)
/** An input method is in the middle of a word: no dialog takes the focus from it (client.md 6.1). */
export const composing: Signal<boolean> = signal(false)

/** Takes a name and a bowl; the first time it enters the room, too. Rejects with `Refused` or `Disconnected`. */
export async function enter(name: string, look: number): Promise<void> {
  const reply = await requireClient().call('profile.set', { name, look })
  become(reply.me)
}

/** Another tab of mine may have entered, or taken another name or bowl: who is on the list of a room has entered. */
export function hearOwnProfile({ name, look }: Pick<Me, 'name' | 'look'>): void {
  const mine = me.peek()
  if (!mine || (mine.entered && mine.name === name && mine.look === look)) return
  become({ ...mine, name, look, entered: true })
}

function become(next: Me): void {
  batch(() => {
    me.value = next
    entering.value = false
    askToEnter.value = false
  })
}

/** A pleasant name that is free now. Rejects with `Refused` or `Disconnected`. */
export async function suggestName(): Promise<string> {
  const reply = await requireClient().call('profile.suggest', { locale: language.value })
  return reply.name
}

function requireClient(): Client {
  if (!client.value) throw new Error('no session yet')
  return client.value
}
