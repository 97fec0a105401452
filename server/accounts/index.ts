import type { Named } from '#protocol/people.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { Sql } from '#server/storage/database.ts'
import {
  deleteClassicGuest,
  deleteClassicGuests,
  deletePrincipal,
  findName,
  findPerson,
  hasEntered,
  sweepAccounts,
} from './account-store.ts'
import type { Handlers } from './caller.ts'
import { createGuests, SESSION_MS } from './guests.ts'
import type { Principal, Principals } from './principals.ts'
import { createSetProfile } from './set-profile.ts'

export { SESSION_MS } from './guests.ts'

export type AccountNeeds = {
  storage: RoomStorage
  clock: Clock
  principals: Principals
  secret: Buffer
  nameChars: number
  quota: {
    guestsPerAddressBurst: number
    guestsPerAddressPerMinute: number
    guestsPerNetBurst: number
    guestsPerNetPerMinute: number
    renamesPerMinute: number
  }
  /** Somebody new is stored, in this transaction. */
  onNewGuest(sql: Sql, id: string, from: Origin): Promise<void>
  /** A person's name, bowl or presence among the named has changed. */
  onProfile(principal: Principal, before: { name: string; entered: boolean }): void
}

/** Who only looked is forgotten after a day. */
const LOOKER_MS = 24 * 3_600_000

/** Who people are: guests, their sessions and their names. */
export function createAccounts(needs: AccountNeeds) {
  const { storage, clock, principals, quota } = needs
  const perMinute = (burst: number, most: number) => new Limiter({ burst, perSecond: most / 60 }, clock.steadyMs)
  const guests = {
    near: perMinute(quota.guestsPerAddressBurst, quota.guestsPerAddressPerMinute),
    wide: perMinute(quota.guestsPerNetBurst, quota.guestsPerNetPerMinute),
  }
  const renames = perMinute(quota.renamesPerMinute, quota.renamesPerMinute)
  const { openGuest, findGuest, keepConnectedAlive, suggestName, openClassicGuest } = createGuests(needs, guests)
  const setProfile = createSetProfile(needs, renames)

  const handlers: Handlers<'profile.set' | 'profile.suggest'> = {
    'profile.set': { right: 'be-here', handle: ({ principal }, input) => setProfile(principal, input) },
    'profile.suggest': {
      right: 'be-here',
      handle: async (_caller, { locale }) => ({ name: await suggestName(locale) }),
    },
  }

  /** The names of those of these people who have entered, each once. For a few ids: each is looked up. */
  async function namesOf(ids: readonly string[]): Promise<Named[]> {
    const found = await Promise.all([...new Set(ids)].map((id) => findName(storage.read, id)))
    return found.filter((one) => one !== null)
  }

  /** Forgets what has ended; call it a few times a day. */
  async function sweep(): Promise<void> {
    await keepConnectedAlive()
    principals.forgetGone()
    const nowMs = clock.nowMs()
    await storage.write(({ sql }) => sweepAccounts(sql, { sessionMs: nowMs - SESSION_MS, lookerMs: nowMs - LOOKER_MS }))
  }

  /** Drops budgets that are full again; call it now and then. */
  function sweepBudgets(): void {
    guests.near.sweep()
    guests.wide.sweep()
    renames.sweep()
  }

  /** The name of a classic guest is free at once when it leaves: it cannot come back and claim it. */
  async function closeClassicGuest(principal: Principal): Promise<void> {
    await storage.write(({ sql }) => deleteClassicGuest(sql, principal.id))
  }

  return {
    handlers,
    namesOf,
    personOf: findPerson,
    hasEntered,
    deletePrincipal,
    openGuest,
    findGuest,
    openClassicGuest,
    closeClassicGuest,
    /** Call it at the start, before anybody connects. */
    forgetClassicGuests: () => storage.write(({ sql }) => deleteClassicGuests(sql)),
    sweep,
    sweepBudgets,
  }
}

export type Accounts = ReturnType<typeof createAccounts>
