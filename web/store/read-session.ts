import type { Me } from '#protocol/people.ts'

type Made = { me: Me; token?: string }

/** Who one is, by the server's answer. Rejects when the server could not be reached, or has answered anything but a session. */
export async function readSession(asked: Promise<Response>): Promise<Made> {
  const answer = await asked
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
