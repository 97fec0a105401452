import { type Address, addresses, type Method } from '#protocol/addresses.ts'
import { Refusal, Unsure } from '#server/kit/refusal.ts'
import type { Origin } from '#server/kit/socket.ts'
import { matcherOf, type Places } from './address-pattern.ts'
import type { Arrival } from './bun-server.ts'
import { refusalResponse, text } from './http-routes.ts'
import { busyWithoutDescriptor } from './no-descriptor.ts'
import type { Target } from './origin.ts'

const UNSURE_RETRY_MS = 5_000

/**
 * A request below /api/, after the checks that all share. `from` is where it comes from, `asked` what stands behind the path. Nobody
 * reads the request's own address again: it is none where the Host was left out (HTTP/1.0), and a proxy says it elsewhere.
 */
export type Called = {
  request: Request
  path: string
  asked: URLSearchParams
  target: Target
  from: Origin
  mayRest: Arrival['mayRest']
}

export type Answer<A extends Address> = (called: Called, places: Places<A>) => Promise<Response> | Response
/** What answers at these addresses, by each of their methods. One that is left out does not compile. */
export type Routes<A extends Address = Address> = { readonly [One in A]: { readonly [M in Method<One>]: Answer<One> } }

/** The addresses that are answered by who asks, not for everybody. The one place where a refusal becomes an HTTP answer. */
export function createApi(routes: Routes) {
  const known = Object.keys(addresses) as Address[] // keys of that very object
  const doors = known.map((address) => doorOf(address, routes))

  return async function callApi(called: Called): Promise<Response> {
    const { path, request } = called
    const there = doors.filter((door) => door.isAt(path))
    const answer = there.flatMap((door) => door.answerTo(called) ?? [])[0]
    if (!answer) return nothing(there.length > 0 || !isReading(request))
    try {
      return await answer()
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error.code, error.detail)
      const busy = busyWithoutDescriptor(error)
      if (busy) return busy
      // Whether it was done is not known, and every address can be asked again. The log has why (`disk_failed`).
      if (error instanceof Unsure) return refusalResponse('unavailable', { retry_after_ms: UNSURE_RETRY_MS })
      throw error
    }
  }
}

function doorOf<A extends Address>(address: A, routes: Routes) {
  const match = matcherOf(address)
  const byMethod = new Map<string, Answer<A>>(Object.entries(routes[address]))
  return {
    isAt: (path: string) => match(path) !== null,
    answerTo(called: Called) {
      const places = match(called.path)
      const answer = byMethod.get(called.request.method === 'HEAD' ? 'GET' : called.request.method)
      return places && answer ? () => answer(called, places) : null
    },
  }
}

export const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

const nothing = (isForOthers: boolean): Response =>
  isForOthers
    ? text('This address does not know that method.\n', 405)
    : text('There is nothing at this address.\n', 404)
