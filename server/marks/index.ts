import type { Handlers } from '#server/accounts/caller.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { createMarkPerson, type MarkNeeds, told } from './mark-person.ts'
import { deleteMarks, findMarked, refuseEachOther, refuses } from './mark-store.ts'

export type MarksNeeds = Omit<MarkNeeds, 'marking'> & {
  clock: Clock
  quota: { changesBurst: number; changesPerSecond: number; historyBurst: number; historyPerSecond: number }
}

/** Whom a person ignores and refuses (T-14, T-15). Parts above ask `refuses` where it decides something. */
export function createMarks(needs: MarksNeeds) {
  const { storage, clock, quota } = needs
  const marking = new Limiter({ burst: quota.changesBurst, perSecond: quota.changesPerSecond }, clock.steadyMs)
  /** A thousand people are a millisecond and 110 kB (measured): more than a page of history. */
  const reading = new Limiter({ burst: quota.historyBurst, perSecond: quota.historyPerSecond }, clock.steadyMs)
  const markPerson = createMarkPerson({ ...needs, marking })
  const handlers: Handlers<'person.mark' | 'me.marks'> = {
    'person.mark': { right: 'enter', handle: ({ principal }, wish) => markPerson(principal, wish) },
    'me.marks': {
      right: 'enter',
      async handle({ principal }) {
        reading.require(principal.id)
        return told(await findMarked(storage.read, principal.id))
      },
    },
  }
  /** Drops budgets that are full again; call it now and then. */
  function sweepBudgets(): void {
    marking.sweep()
    reading.sweep()
  }
  return { handlers, refuses, refuseEachOther, deleteMarks, sweepBudgets }
}

export type Marks = ReturnType<typeof createMarks>
