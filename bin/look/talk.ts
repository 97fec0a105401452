import type { Locale } from '#protocol/people.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import type { TestServer } from '#tests/kit/server.ts'
import type { Deed, Scene } from './scenes.ts'
import type { Still } from './still.ts'

export type House = { server: TestServer; still: Still }
/** Who talks in a scene. `me` is whose page is photographed: by `token` at `path`. */
export type Cast = {
  me: Guest
  guests: readonly Guest[]
  room: string
  path: string
  last: string
  leave(): void
}

export const cid = (): string => crypto.randomUUID()
export const idOf = ({ client }: Guest): string => (client.status.name === 'online' ? client.status.welcome.me.id : '')
export const pathOf = (address: string): string => `/r/${encodeURIComponent(address)}`

/**
 * Minutes between two messages, between the arrivals of two people, and of the one pause in the middle. What is done last is done a
 * moment ago: one's own words can still be taken back, and the menu says for how long.
 */
const PACE = { message: 2, arrival: 9, pause: 40, deeds: 0.8 }

/** Lets the scene be spoken in its room. All of it is read but the last `unread`. */
export async function play(house: House, scene: Scene, locale: Locale, unread = 0): Promise<Cast> {
  const { still } = house
  still.begins(`${scene.room} ${locale}`)
  const talkMinutes = scene.lines.length * PACE.message + PACE.pause
  const names = [...scene.guests, scene.me]
  const people: Guest[] = []
  for (const [at, name] of names.entries()) {
    still.minutesAgo(talkMinutes + (names.length - at) * PACE.arrival)
    people.push(await bringGuest(house.server, { name, look: (at * 197 + 31) % 1_080, room: scene.room, locale }))
  }
  const me = people.pop()
  if (!me) throw new Error('the scene has nobody')
  const numbers = await speak(house, scene, { me, guests: people })
  still.minutesAgo(PACE.deeds)
  await doDeeds(scene.deeds, { me, guests: people, numbers })
  const all = [...numbers.values()].sort((one, other) => one - other)
  await readsTo(me, all.at(-1 - unread) ?? 0)
  const last = scene.deeds.findLast(({ reply }) => reply)?.reply ?? scene.lines.at(-1)?.[1].split('\n')[0] ?? ''
  const leave = () => {
    for (const one of [...people, me]) one.client.stop()
  }
  return { me, guests: people, room: me.room.info?.id ?? '', path: pathOf(scene.room), last, leave }
}

async function readsTo({ client, room }: Guest, seq: number): Promise<void> {
  if (seq > 0) await client.call('room.read', { room: room.info?.id ?? '', seq })
}

type Speakers = { me: Guest; guests: readonly Guest[] }
const speaker = ({ me, guests }: Speakers, name: string): Guest => guests.find((one) => one.name === name) ?? me

async function speak({ still }: House, { lines, deeds }: Scene, cast: Speakers): Promise<Map<string, number>> {
  const numbers = new Map<string, number>()
  for (const [at, [who, body]] of lines.entries()) {
    const left = lines.length - at
    still.minutesAgo(left * PACE.message + (at < lines.length / 3 ? PACE.pause : 0))
    const seq = await says(speaker(cast, who), body)
    numbers.set(body, seq)
    // Taken back while that can still be done.
    if (deeds.some(({ to, recall }) => recall && body.startsWith(to)))
      await speaker(cast, who).room.erase(seq, 'recall')
  }
  return numbers
}

/** Says it in the room that the guest came to; its number. */
export async function says(guest: Guest, body: string, re?: number): Promise<number> {
  const room = guest.room.info?.id ?? ''
  const { seq } = await guest.client.call('message.post', {
    room,
    cid: cid(),
    body,
    ...(re === undefined ? {} : { re }),
  })
  return seq
}

/** Does with the messages of a scene what its people do with them. */
async function doDeeds(deeds: readonly Deed[], cast: Speakers & { numbers: Map<string, number> }): Promise<void> {
  for (const { who, to, react, reply, edit, pin } of deeds) {
    const guest = speaker(cast, who)
    const [, seq] = [...cast.numbers].find(([text]) => text.startsWith(to)) ?? []
    if (seq === undefined) throw new Error(`nobody said: ${to}`)
    if (react) await guest.room.react(seq, react, true)
    if (reply) cast.numbers.set(reply, await says(guest, reply, seq))
    if (edit) await guest.room.edit(seq, edit)
    if (pin) await guest.room.pin(seq, true)
  }
}
