import { Refusal } from '#server/kit/refusal.ts'
import { refusalResponse, text } from './http-routes.ts'
import type { Target } from './origin.ts'

/** A request below /api/, after the checks that all share. `address` is whose it is. */
export type Called = { request: Request; path: string; target: Target; address: string }

/** What answers at an address. `parts` are those of its pattern. */
export type Route = {
  methods: readonly string[]
  path: RegExp
  answer(called: Called, parts: readonly string[]): Promise<Response> | Response
}

/** The addresses that are answered by who asks, not for everybody. The one place where a refusal becomes an HTTP answer. */
export function createApi(routes: readonly Route[]) {
  return async function callApi(called: Called): Promise<Response> {
    const { path, request } = called
    const there = routes.filter((route) => route.path.test(path))
    const route = there.find(({ methods }) => methods.includes(request.method))
    if (!route) return nothing(there.length > 0 || !isReading(request))
    try {
      return await route.answer(called, route.path.exec(path)?.slice(1) ?? [])
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error.code, error.detail)
      throw error
    }
  }
}

export const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

const nothing = (isForOthers: boolean): Response =>
  isForOthers
    ? text('This address does not know that method.\n', 405)
    : text('There is nothing at this address.\n', 404)
