import { newToken } from '#tests/kit/guest.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

export type Somebody = { talker: Talker; token: string }

/** Somebody new under a name. */
export async function guest(name: string, at: TestServer): Promise<Somebody> {
  const token = await newToken(at.url)
  const talker = await Talker.looker(at, token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, token }
}

export type Asking = {
  at: TestServer
  token?: string
  headers?: Record<string, string>
  method?: string
  query?: string
}

/** Asks for a room as a file. */
export function askFile(room: string, kind: string, { at, token, headers = {}, method = 'GET', query = '' }: Asking) {
  const proof: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return fetch(`${at.url}/api/rooms/${room}/export.${kind}${query}`, { method, headers: { ...proof, ...headers } })
}

/** The status, and the code of a refusal. */
export const codeOf = async (response: Response): Promise<unknown> => [
  response.status,
  response.headers.get('content-type') === 'application/json' ? (await response.json()).code : null,
]
