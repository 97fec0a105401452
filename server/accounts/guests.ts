import { randomInt } from 'node:crypto'
import { lookOf } from '#protocol/looks.ts'
import type { Locale } from '#protocol/people.ts'
import { netOf } from '#server/kit/address-prefix.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { Sql } from '#server/storage/database.ts'
import {
  deleteSession,
  findBySession,
  insertPrincipal,
  insertSession,
  type NewPrincipal,
  touch,
} from './account-store.ts'
import type { AccountNeeds } from './index.ts'
import { nameKey } from './name-key.ts'
import { requireName } from './name-rules.ts'
import { freeName, freePleasantName, type NameNeeds, takeOver } from './names.ts'
import type { Principal } from './principals.ts'
import { newToken, tokenHash } from './session-token.ts'

/** A guest's session lives this long after its last use (threats.md 5). */
export const SESSION_MS = 180 * 24 * 3_600_000
/** Use is stored this often at the most. */
const TOUCH_MS = 3_600_000
const TOUCHED_A_WRITE = 500

/** New guests, by the address and by the net around it. */
export type GuestBudgets = { near: Limiter; wide: Limiter }

export function createGuests(needs: AccountNeeds, budgets: GuestBudgets) {
  const { storage, clock, principals, nameChars, secret } = needs
  const nameNeeds = (sql = storage.read): NameNeeds => ({
    sql,
    nowMs: clock.nowMs(),
    isConnected: (id) => principals.find(id) !== undefined,
  })

  /** A new guest with a free name proposed, and the token that proves the return. Refuses with `rate_limited`. */
  async function openGuest(locale: Locale, from: Origin): Promise<{ principal: Principal; token: string }> {
    requireBudget(budgets, from)
    const name = await freePleasantName(nameNeeds(), locale, nameChars, (below) => randomInt(below))
    const token = newToken(secret)
    const principal = await storage.write(async ({ sql }) => {
      const nowMs = clock.nowMs()
      const guest = await insertNew(sql, { kind: 'guest', name, nameKey: null, entered: false, nowMs }, from)
      await insertSession(sql, requireHash(secret, token), guest.id, nowMs)
      return guest
    })
    return { principal, token }
  }

  /** Whoever a token belongs to, while its session lives. */
  async function findGuest(token: string): Promise<Principal | null> {
    const hash = tokenHash(secret, token)
    if (!hash) return null
    // Who was connected a moment ago has used the session until then: nothing is to be asked, and nothing to be stored.
    return principals.recallBySession(hash) ?? findStored(hash)
  }

  async function findStored(hash: string): Promise<Principal | null> {
    const found = await findBySession(storage.read, hash)
    if (!found) return null
    if (clock.nowMs() - found.usedMs > SESSION_MS) {
      // For good: a clock that goes back makes no ended token live again (P-18).
      await isStored(storage.write(({ sql }) => deleteSession(sql, hash)))
      return null
    }
    const principal = principals.recall(found.principal.id) ?? found.principal
    principal.session = hash
    await keepAlive(principal)
    return principal
  }

  /** Where nothing is stored now, people come back all the same: a full disk keeps nobody from reading (P-16). */
  async function keepAlive(principal: Principal): Promise<void> {
    const nowMs = clock.nowMs()
    const beforeMs = principal.seenMs
    if (nowMs - beforeMs < TOUCH_MS) return
    principal.seenMs = nowMs
    if (!(await isStored(storage.write(({ sql }) => touch(sql, principal.id, nowMs))))) principal.seenMs = beforeMs
  }

  /** Who stays connected for days is in use all the time: a page of people a write, so that no turn is long (HOUSE-13). */
  async function keepConnectedAlive(): Promise<void> {
    const nowMs = clock.nowMs()
    const stale = principals.all().filter((principal) => nowMs - principal.seenMs >= TOUCH_MS)
    for (let at = 0; at < stale.length; at += TOUCHED_A_WRITE) {
      const page = stale.slice(at, at + TOUCHED_A_WRITE)
      await storage.write(async ({ sql }) => {
        for (const { id } of page) await touch(sql, id, nowMs)
      })
      for (const principal of page) principal.seenMs = nowMs
      await nextTurn()
    }
  }

  /** A name that is free now, not reserved. */
  function suggestName(locale: Locale): Promise<string> {
    return freePleasantName(nameNeeds(), locale, nameChars, (below) => randomInt(below))
  }

  /**
   * A guest of the classic gateway, present at once under `rawName`, or under `rawName-2` … where that is taken. Refuses
   * with `name_invalid`, `too_long`, `rate_limited`.
   */
  function openClassicGuest(rawName: string, from: Origin): Promise<Principal> {
    const wanted = requireName(rawName, { max: nameChars })
    requireBudget(budgets, from)
    return storage.write(async ({ sql }) => {
      const names = nameNeeds(sql)
      const name = await freeName(names, wanted, nameChars, null)
      await takeOver(sql, name, null)
      const classic = { kind: 'classic', name, nameKey: nameKey(name), entered: true, nowMs: names.nowMs } as const
      return insertNew(sql, classic, from)
    })
  }

  async function insertNew(sql: Sql, one: Omit<NewPrincipal, 'look'>, from: Origin): Promise<Principal> {
    const guest = await insertPrincipal(sql, { ...one, look: lookOf })
    await needs.onNewGuest(sql, guest.id, from)
    return guest
  }

  return { openGuest, findGuest, keepConnectedAlive, suggestName, openClassicGuest }
}

/** What the net has no room for costs the address nothing. */
function requireBudget({ near, wide }: GuestBudgets, from: Origin): void {
  near.require(from.prefix)
  const waitMs = wide.take(netOf(from))
  if (waitMs === 0) return
  near.giveBack(from.prefix)
  throw new Refusal('rate_limited', { retry_after_ms: waitMs })
}

async function isStored(write: Promise<void>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function requireHash(secret: Buffer, token: string): string {
  const hash = tokenHash(secret, token)
  if (!hash) throw new Error('a token that was just made does not verify')
  return hash
}
