import type { Accounts } from '#server/accounts/index.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { readSessionCookie } from './cookies.ts'
import type { Target } from './origin.ts'

export type HttpPrincipalNeeds = {
  accounts: Pick<Accounts, 'findGuest'>
  principals: Pick<Principals, 'find'>
  basePath: string
}

export type RequirePrincipal = (headers: Headers, target: Target) => Promise<Principal>

const BEARER = /^Bearer ([\w.-]{1,128})$/i

/**
 * Whose request it is: by the session of the cookie, or of `Authorization: Bearer`; never of the address (T-20). Refuses with
 * `login_first`.
 */
export function createRequirePrincipal({ accounts, principals, basePath }: HttpPrincipalNeeds): RequirePrincipal {
  return async function requirePrincipal(headers, target) {
    const token = BEARER.exec(headers.get('authorization') ?? '')?.[1]
    const secret = token ?? readSessionCookie(headers.get('cookie'), target, basePath)
    const found = secret === null ? null : await accounts.findGuest(secret)
    if (!found || found.gone) throw new Refusal('login_first')
    // Who is in a room is connected: the one object of that person knows.
    return principals.find(found.id) ?? found
  }
}
