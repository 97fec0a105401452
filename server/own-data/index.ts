import { closes } from '#protocol/closes.ts'
import type { CommandInput } from '#protocol/index.ts'
import type { Caller, Handlers } from '#server/accounts/caller.ts'
import type { Accounts } from '#server/accounts/index.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Sql } from '#server/storage/database.ts'
import { findErasures, saveErasure } from './erasure-store.ts'
import { Erasures, type ErasuresNeeds } from './erasures.ts'

export type OwnDataNeeds = Omit<ErasuresNeeds, 'tell'> & {
  principals: Principals
  accounts: Pick<Accounts, 'deletePrincipal'>
  /** What the parts keep of somebody beside its messages, in the transaction that deletes it. */
  forgetPerson(sql: Sql, id: string): Promise<void>
  quota: { erasuresPerHour: number }
}

/** What a person may do with all that is its own: delete its messages, and itself (decision 0021). */
export function createOwnData(needs: OwnDataNeeds) {
  const { storage, clock, principals, accounts, forgetPerson, quota } = needs
  const budget = new Limiter({ burst: quota.erasuresPerHour, perSecond: quota.erasuresPerHour / 3_600 }, clock.steadyMs)
  const erasures = new Erasures({
    ...needs,
    tell(principalId, push) {
      const frame = JSON.stringify([0, 'erasing', push])
      for (const connection of principals.find(principalId)?.connections ?? []) connection.send(frame)
    },
  })

  async function eraseMyMessages({ principal: { id } }: Caller, input: CommandInput<'me.erase_messages'>) {
    const erasure = { principal: id, cid: input.cid, room: input.room ?? null, person: false }
    if (erasures.isUnderWay(erasure)) return {}
    budget.require(id)
    erasures.reserve(id)
    try {
      await storage.write(({ sql }) => saveErasure(sql, erasure, clock.nowMs()))
    } catch (error) {
      erasures.giveUp(id)
      budget.giveBack(id)
      throw error
    }
    erasures.start(erasure)
    return {}
  }

  async function deleteMe({ principal }: Caller, { cid }: CommandInput<'me.delete'>) {
    const erasure = { principal: principal.id, cid, room: null, person: true }
    await storage.write(async ({ sql }) => {
      await saveErasure(sql, erasure, clock.nowMs())
      await forgetPerson(sql, principal.id)
      await accounts.deletePrincipal(sql, principal.id)
    })
    // What was sent before and is not stored yet is stored under the old name: the erasure comes after it in the lane.
    Object.assign(principal, { gone: true, entered: false, houseOwner: false })
    // In the next turn: the answer leaves in this one.
    void nextTurn().then(() => sendAway(principal))
    erasures.start(erasure)
    return {}
  }

  const handlers: Handlers<'me.erase_messages' | 'me.delete'> = {
    'me.erase_messages': { right: 'erase', handle: eraseMyMessages },
    'me.delete': { right: 'be-here', handle: deleteMe },
  }

  /** Goes on with what a server before this one has begun. Call it once, before anybody connects. */
  async function resume(): Promise<void> {
    for (const erasure of await findErasures(storage.read)) erasures.start(erasure)
  }

  return { handlers, resume, stop: () => erasures.stop(), sweepBudgets: () => budget.sweep() }
}

/** Every tab of somebody who is no more (T-12). */
function sendAway({ connections }: Principal): void {
  for (const connection of connections) connection.close(closes.sessionOver)
}

export type OwnData = ReturnType<typeof createOwnData>
