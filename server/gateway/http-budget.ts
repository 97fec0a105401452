import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { RequirePrincipal } from './http-principal.ts'

export type HttpQuota = {
  requestsBurst: number
  requestsPerSecond: number
  fileReadsBurst: number
  fileReadsPerSecond: number
}

/** What is asked without a socket, by address and by person (T-65). All but the page's own files, which cost next to nothing. */
export function createHttpBudget({ clock, quota }: { clock: Clock; quota: HttpQuota }) {
  const requests = new Limiter({ burst: quota.requestsBurst, perSecond: quota.requestsPerSecond }, clock.steadyMs)
  const reads = new Limiter({ burst: quota.fileReadsBurst, perSecond: quota.fileReadsPerSecond }, clock.steadyMs)
  return {
    /** 0, or the milliseconds until this address may ask again. */
    takeRequest: ({ prefix }: Origin): number => requests.take(prefix),
    /** Whose request for a file it is, as far as there is budget for it: also refuses with `rate_limited`. */
    reader(requirePrincipal: RequirePrincipal): RequirePrincipal {
      return async function requireReader(headers, target) {
        const principal = await requirePrincipal(headers, target)
        reads.require(principal.id)
        return principal
      }
    },
    /** Drops budgets that are full again; call it now and then. */
    sweepBudgets(): void {
      requests.sweep()
      reads.sweep()
    },
  }
}

export type HttpBudget = ReturnType<typeof createHttpBudget>
