import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from '#server/kit/start-refused.ts'

const CURVE = 'prime256v1'
const PRIVATE_BYTES = 32

/** The installation's own pair for Web Push (RFC 8292): browsers bind a subscription to its public half. */
export type PushKeys = {
  /** An uncompressed point, base64url. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

/** Made at the first start, readable by its owner alone (T-72). Without it every subscription of old is dead. */
export function readPushKeys(folder: string): PushKeys {
  const path = join(folder, 'push-key')
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
    const keys = secret.length === PRIVATE_BYTES ? keysOf(secret) : null
    if (keys) return keys
    throw new StartRefused(
      `${path} is damaged: ${PRIVATE_BYTES} bytes in hexadecimal are expected. Restore it from a backup, or remove it: then people have to switch notifications on again.`,
    )
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return makeKeys(path)
  }
}

/** Null for bytes that are no key of this curve. */
export function keysOf(secret: Buffer): PushKeys | null {
  try {
    const pair = createECDH(CURVE)
    pair.setPrivateKey(secret)
    const point = pair.getPublicKey()
    const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
    const key = { kty: 'EC', crv: 'P-256', d: secret.toString('base64url'), x, y }
    return { publicKey: point.toString('base64url'), privateKey: createPrivateKey({ key, format: 'jwk' }) }
  } catch {
    return null
  }
}

function makeKeys(path: string): PushKeys {
  const pair = createECDH(CURVE)
  pair.generateKeys()
  // A key that begins with zeros is told without them.
  const secret = pair.getPrivateKey('hex').padStart(PRIVATE_BYTES * 2, '0')
  const keys = keysOf(Buffer.from(secret, 'hex'))
  if (!keys) throw new Error('a key that was just made is none')
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, `${secret}\n`)
  fsyncSync(file)
  closeSync(file)
  return keys
}
