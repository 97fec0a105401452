import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const TOKEN = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/** The token of a new session: a random 128-bit id and its HMAC (threats.md 6). */
export function newToken(secret: Buffer): string {
  const id = randomBytes(16).toString('base64url')
  return `${id}.${mac(secret, id)}`
}

/** What the server keeps of a token that it signed: the SHA-256 of its id. Null for anything else, without a query. */
export function tokenHash(secret: Buffer, token: string): string | null {
  const [, id, given] = TOKEN.exec(token) ?? []
  if (!id || !given) return null
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(mac(secret, id)))) return null
  return createHash('sha256').update(id).digest('base64url')
}

const mac = (secret: Buffer, id: string): string =>
  createHmac('sha256', secret).update(`session:${id}`).digest('base64url')
