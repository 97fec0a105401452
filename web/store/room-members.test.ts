import { describe, expect, test } from 'bun:test'
import type { MemberChanged } from '#protocol/room-events.ts'
import { foldMembers, isUnclear, type RoomMembers } from './room-members.ts'

const person = (id: string) => ({ id, name: id, look: 1 })
const [ada, bob, cai] = [person('ada'), person('bob'), person('cai')]

const private3: RoomMembers = {
  load: 'done',
  members: [
    { person: ada, role: 'owner', since_ms: 1 },
    { person: bob, role: 'member', since_ms: 2 },
  ],
  banned: [],
  next: null,
}
const event = (how: MemberChanged['how'], who = cai, by = ada): MemberChanged => ({
  ...{ seq: 9, at: 9, by, cid: 'c9' },
  type: 'member.changed',
  who,
  how,
})
const rolesOf = ({ members }: RoomMembers) => members.map((one) => `${one.person.id} ${one.role}`)
const after = (...events: MemberChanged[]) => events.reduce(foldMembers, private3)

describe('the members of a room, as what happens changes them', () => {
  test('who comes stands at the end, who leaves or is removed is gone', () => {
    expect(rolesOf(after(event('added')))).toEqual(['ada owner', 'bob member', 'cai member'])
    expect(rolesOf(after(event('added'), event('added')))).toHaveLength(3)
    expect(rolesOf(after(event('left', bob, bob)))).toEqual(['ada owner'])
    expect(rolesOf(after(event('removed', bob)))).toEqual(['ada owner'])
  })

  test('who is banned is among the banned, newest first, with who did it; pardoned, no more, and has to be asked for', () => {
    const state = after(event('banned', bob), event('banned', cai))
    expect(rolesOf(state)).toEqual(['ada owner'])
    expect(state.banned?.map((ban) => [ban.person.id, ban.by.id])).toEqual([
      ['cai', 'ada'],
      ['bob', 'ada'],
    ])
    expect(foldMembers(state, event('pardoned', bob)).banned?.map((ban) => ban.person.id)).toEqual(['cai'])
    expect(isUnclear(event('pardoned'))).toBe(true)
    expect(isUnclear(event('banned'))).toBe(false)
  })

  test('[T-14] who may not know who is banned does not learn it by what happens', () => {
    expect(foldMembers({ ...private3, banned: null }, event('banned', bob)).banned).toBeNull()
  })

  test('handed over: the new owner first, the old one a member', () => {
    expect(rolesOf(after(event('owner', bob)))).toEqual(['bob owner', 'ada member'])
  })
})
