import type { Locale, Me } from '#protocol/people.ts'

type Made = { me: Me; token?: string }

/** Makes or renews a guest. Rejects when the server cannot be reached, or answers anything but a session. */
export async function postSession(base: string, locale: Locale, as: 'token' | null): Promise<Made> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(as ? { locale, as } : { locale }),
    credentials: 'same-origin',
    cache: 'no-store',
  })
  if (!answer.ok) throw new Error(`session: ${answer.status}`)
  return readMade(await answer.json())
}

function readMade(body: unknown): Made {
  if (typeof body !== 'object' || body === null || !('me' in body) || !isMe(body.me))
    throw new Error('session: no person')
  const token = 'token' in body && typeof body.token === 'string' ? body.token : undefined
  return token === undefined ? { me: body.me } : { me: body.me, token }
}

function isMe(value: unknown): value is Me {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, look, entered } = { id: undefined, name: undefined, look: undefined, entered: undefined, ...value }
  return typeof id === 'string' && typeof name === 'string' && typeof look === 'number' && typeof entered === 'boolean'
}
