import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Members } from '#protocol/members.ts'
import type { MemberChanged } from '#protocol/room-events.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { client, inRoom, room, roomInfo } from '#web/store/session.ts'

export type Member = Members['members'][number]
export type Ban = NonNullable<Members['banned']>[number]

/** Who belongs to the room of the page. `banned` is null for who may not know. `next`: there are more. */
export type RoomMembers = {
  load: 'idle' | 'busy' | 'failed' | 'done'
  members: readonly Member[]
  banned: readonly Ban[] | null
  next: string | null
}

export const noMembers: RoomMembers = { load: 'idle', members: [], banned: null, next: null }

/** Pages of a private room with all the members that it may have. */
const MOST_PAGES = 10

/** The members after a change. Who was pardoned may be a member again or not: that has to be asked (`isUnclear`). */
export function foldMembers(state: RoomMembers, event: MemberChanged): RoomMembers {
  const { who, by, how, at } = event
  const others = state.members.filter(({ person }) => person.id !== who.id)
  const banned = state.banned?.filter(({ person }) => person.id !== who.id) ?? null
  switch (how) {
    case 'added':
      return { ...state, members: [...others, { person: who, role: 'member', since_ms: at }] }
    case 'removed':
    case 'left':
      return { ...state, members: others }
    case 'banned':
      return { ...state, members: others, banned: banned && [{ person: who, by, at }, ...banned] }
    case 'pardoned':
      return { ...state, banned }
    case 'owner':
      return { ...state, members: handedOver(state.members, event) }
  }
}

/** Of an open room only the owner is a member: who owned it, and is not there by any other right, stays one. */
function handedOver(members: readonly Member[], { who, at }: MemberChanged): readonly Member[] {
  const rest = members
    .filter(({ person }) => person.id !== who.id)
    .map((one): Member => (one.role === 'owner' ? { ...one, role: 'member' } : one))
  const before = members.find(({ person }) => person.id === who.id)
  return [{ person: who, role: 'owner', since_ms: before?.since_ms ?? at }, ...rest]
}

export const isUnclear = (event: MemberChanged): boolean => event.how === 'pardoned' || event.how === 'owner'

const state: Signal<RoomMembers> = signal(noMembers)
export const roomMembers: ReadonlySignal<RoomMembers> = state
let started = false

/** Asks for the members of the room, once; afterwards what happens changes them. Rejects never: `load` tells. */
export async function readMembers(): Promise<void> {
  start()
  if (state.peek().load === 'busy') return
  state.value = { ...state.peek(), load: 'busy' }
  await read(undefined)
}

/** The next page of them. */
export async function readMoreMembers(): Promise<void> {
  const { next, load } = state.peek()
  if (next === null || load === 'busy') return
  state.value = { ...state.peek(), load: 'busy' }
  await read(next)
}

async function read(after: string | undefined): Promise<void> {
  const here = room.peek()
  const id = roomInfo.peek()?.id
  const asked = id === undefined ? null : client.peek()
  try {
    if (!asked || id === undefined) throw new Error('no room yet')
    const page = await asked.call('room.members', { room: id, ...(after === undefined ? {} : { after }) })
    if (here !== room.peek()) return
    // Who came meanwhile may stand on a later page, too.
    const listed = new Set(page.members.map(({ person }) => person.id))
    const known = after === undefined ? [] : state.peek().members.filter(({ person }) => !listed.has(person.id))
    const banned = page.banned ?? null
    state.value = { load: 'done', members: [...known, ...page.members], banned, next: page.next ?? null }
  } catch {
    if (here === room.peek()) state.value = { ...state.peek(), load: 'failed' }
  }
}

function start(): void {
  if (started) return
  started = true
  effect(() => {
    if (room.value) state.value = noMembers
  })
  inRoom({
    // What was missed is not told one by one.
    snapshot: () => {
      if (state.peek().load !== 'idle') void readMembers()
    },
    events: hear,
  })
}

function hear(events: readonly RoomEvent[]): void {
  const changes = events.filter((event) => event.type === 'member.changed')
  if (changes.length === 0 || state.peek().load === 'idle') return
  state.value = changes.reduce(foldMembers, state.peek())
  if (changes.some(isUnclear)) void readMembers()
}

/** All members, for who has to leave some of them out; of a very large room as many as ten pages hold. */
export async function allMembers(roomId: string): Promise<readonly Member[]> {
  const asked = client.peek()
  const found: Member[] = []
  let after: string | undefined
  for (let page = 0; asked && page < MOST_PAGES; page++) {
    const answer = await asked.call('room.members', { room: roomId, ...(after === undefined ? {} : { after }) })
    found.push(...answer.members)
    after = answer.next
    if (after === undefined) break
  }
  return found
}
