import * as v from 'valibot'
import { locale } from '#protocol/people.ts'
import type { Accounts } from '#server/accounts/index.ts'
import type { Called, Routes } from './api-routes.ts'
import { readSessionCookie, sessionCookie } from './cookies.ts'
import { jsonHeaders } from './headers.ts'
import { readJson } from './json-body.ts'
import { requireShape } from './require-input.ts'

const wish = v.strictObject({ locale, as: v.optional(v.literal('token')) })

export type SessionRouteNeeds = {
  accounts: Pick<Accounts, 'openGuest' | 'findGuest'>
  basePath: string
}

/**
 * POST /api/session: who am I? Renews the session of the cookie, or makes a guest. With `as: "token"` always a new guest
 * and its token in the answer: for clients without cookies. The cookie's own token is never told (HttpOnly).
 */
export function createSessionRoute({ accounts, basePath }: SessionRouteNeeds): Routes<'/api/session'> {
  async function answer({ request, target, from }: Called): Promise<Response> {
    const body = await readJson(request)
    if (body instanceof Response) return body
    const asked = requireShape(wish, body.json)
    if (asked.as === 'token') {
      const { principal, token } = await accounts.openGuest(asked.locale, from)
      return json({ me: principal.me(), token })
    }
    const cookie = readSessionCookie(request.headers.get('cookie'), target, basePath)
    const known = cookie === null ? null : await accounts.findGuest(cookie)
    if (cookie !== null && known) return json({ me: known.me() }, sessionCookie(cookie, target, basePath))
    const { principal, token } = await accounts.openGuest(asked.locale, from)
    return json({ me: principal.me() }, sessionCookie(token, target, basePath))
  }
  return { '/api/session': { POST: answer } }
}

function json(body: object, cookie?: string): Response {
  const headers = cookie === undefined ? jsonHeaders : { ...jsonHeaders, 'Set-Cookie': cookie }
  return new Response(JSON.stringify(body), { headers })
}
