import type { Caller, Handlers } from '#server/accounts/caller.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { ClaimCode } from './claim-code.ts'
import { claim, disown, isOwned, ownsHouse } from './house-store.ts'

export type HouseNeeds = { storage: RoomStorage; clock: Clock }

/**
 * Tries of one person. Not of everybody together: nobody guesses 80 bits, and strangers who try would keep out whoever has the
 * code.
 */
const TRIES_A_MINUTE = 5

/** Who owns the installation (T-72). Whether somebody does stands on its principal, which is read with it. */
export function createHouse({ storage, clock }: HouseNeeds) {
  const tries = new Limiter({ burst: TRIES_A_MINUTE, perSecond: TRIES_A_MINUTE / 60 }, clock.steadyMs)
  let code: ClaimCode | null = null

  /** Call it at the start, before anybody connects: the code for the console, null where the house has an owner. */
  async function open(): Promise<string | null> {
    code = (await isOwned(storage.read)) ? null : new ClaimCode()
    return code?.text ?? null
  }

  async function claimHouse({ principal }: Caller, typed: string): Promise<Record<string, never>> {
    // Of the two it may not know which: an answer that was lost is asked for again (HOUSE-11).
    if (principal.houseOwner) return {}
    if (!code) throw new Refusal('expired')
    tries.require(principal.id)
    if (!code.isWhat(typed)) throw new Refusal('forbidden')
    const isMine = await storage.write(({ sql }) => claim(sql, principal.id, clock.nowMs()))
    if (!isMine) throw new Refusal('expired')
    code = null
    principal.houseOwner = true
    return {}
  }

  const handlers: Handlers<'owner.claim'> = {
    'owner.claim': { right: 'enter', handle: (caller, { code: typed }) => claimHouse(caller, typed) },
  }
  return {
    handlers,
    open,
    /** Nobody owns it, and there is a code. */
    isClaimable: () => code !== null,
    /** Of somebody who is no more: the house is free, and the next start shows a new code. */
    disown,
    ownsHouse,
    sweepBudgets: () => tries.sweep(),
  }
}

export type House = ReturnType<typeof createHouse>
