import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { countBans, deleteBan, isHeir, saveBan } from './ban-store.ts'
import type { BanTraces } from './ban-traces.ts'
import {
  createMemberCommand,
  isAbove,
  isThere,
  type MemberNeeds,
  memberChanged,
  type Target,
  type ThereNeeds,
  tooMany,
} from './member-command.ts'
import { countMembers, deleteMember, findNoticeAbout, saveMember } from './member-store.ts'
import type { Plan } from './store-notice.ts'

type Traces = { traces: Pick<BanTraces, 'follow' | 'forget'> }
type BanNeeds = Pick<MemberNeeds, 'storeNotice' | 'ownsHouse' | 'unseatIn'> & ThereNeeds & Traces

/** Puts somebody out who cannot come back until pardoned. */
export function createBanMember({ storeNotice, ownsHouse, unseatIn, principals, traces }: BanNeeds) {
  async function plan(target: Target): Promise<Plan | Refusal> {
    const { scene, at, who, is } = target
    const { tx, room, nowMs, caller } = scene
    if (await isAbove(target, ownsHouse)) return new Refusal('forbidden')
    // Whoever is kept out by another one's ban is not banned yet.
    if (is.banned && !(await isHeir(tx.sql, at))) return { about: who.id }
    const isPrivate = room.access === 'private'
    // A private room knows its members, and those who were: a pardon makes them members again.
    if (isPrivate && is.role === null && !(await findNoticeAbout(tx.sql, at))) return new Refusal('not_found')
    if ((await countBans(tx.sql, room.id)) >= limits.bans) return tooMany(limits.bans)
    const wasMember = isPrivate || (await isThere({ principals }, tx.sql, at))
    async function also(): Promise<void> {
      // A guest of the classic gateway is somebody else when it comes again: only its address tells.
      if (!who.classic) await saveBan(tx.sql, at, { by: caller.principal.id, atMs: nowMs, wasMember })
      // A private room knows its people: no new guest comes in.
      if (!isPrivate) await traces.follow(tx.sql, at, nowMs)
      await deleteMember(tx.sql, at)
      await unseatIn(tx, at.room, at.person)
    }
    return { fields: memberChanged(who, 'banned'), also }
  }

  return createMemberCommand(storeNotice, { name: 'ban', right: 'govern' }, plan)
}

/** Whoever was banned may come again, and is a member again where there are members. */
export function createPardonMember({
  storeNotice,
  seatIn,
  traces,
}: Pick<MemberNeeds, 'storeNotice' | 'seatIn'> & Traces) {
  async function plan({ scene, at, who, is }: Target): Promise<Plan | Refusal> {
    const { tx, room, nowMs, caller } = scene
    if (!is.banned) return (await findNoticeAbout(tx.sql, at)) ? { about: who.id } : new Refusal('not_found')
    const isPrivate = room.access === 'private'
    if (isPrivate && (await countMembers(tx.sql, room.id)) >= limits.members) return tooMany(limits.members)
    async function also(): Promise<void> {
      const wasMember = await deleteBan(tx.sql, at)
      await traces.forget(tx.sql, at)
      if (isPrivate) await saveMember(tx.sql, at, 'member', nowMs)
      // Whoever never was there has no use for a room that somebody has banned it from.
      if (wasMember) await seatIn(tx, room.id, [who.id], caller.principal.id)
    }
    return { fields: memberChanged(who, 'pardoned'), also }
  }

  return createMemberCommand(storeNotice, { name: 'pardon', right: 'govern' }, plan)
}
