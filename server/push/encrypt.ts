import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

const CURVE = 'prime256v1'
const POINT_BYTES = 65
const AUTH_BYTES = 16
/** Push services take 4,096 bytes: one record, with its head, the mark of its end and its tag. */
const RECORD_BYTES = 4_096
const HEAD_BYTES = 16 + 4 + 1 + POINT_BYTES
const TAG_BYTES = 16
/** Most bytes that can be said in one push. */
export const PAYLOAD_BYTES = RECORD_BYTES - HEAD_BYTES - TAG_BYTES - 1

/** What a browser gave for its subscription: its public point and a secret that it shares with us, base64url. */
export type Receiver = { p256dh: string; auth: string }

/** What chance decides of one message; tests bring that of the RFC. */
export type Chance = { salt: Buffer; senderKey: Buffer | null }
const chance = (): Chance => ({ salt: randomBytes(16), senderKey: null })

/** Whether these can be the keys of a subscription: a point of the curve, and 16 bytes. */
export function areKeys({ p256dh, auth }: Receiver): boolean {
  try {
    const [point, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')]
    if (point.length !== POINT_BYTES || secret.length !== AUTH_BYTES) return false
    const pair = createECDH(CURVE)
    pair.generateKeys()
    pair.computeSecret(point)
    return true
  } catch {
    return false
  }
}

/** One record of aes128gcm that this browser alone can read (RFC 8291, RFC 8188). Throws for more than `PAYLOAD_BYTES`. */
export function encryptFor(receiver: Receiver, payload: Buffer, { salt, senderKey }: Chance = chance()): Buffer {
  if (payload.length > PAYLOAD_BYTES) throw new RangeError('a push has no room for this')
  const point = Buffer.from(receiver.p256dh, 'base64url')
  const pair = createECDH(CURVE)
  if (senderKey) pair.setPrivateKey(senderKey)
  else pair.generateKeys()
  const own = pair.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), point, own])
  const shared = derive(pair.computeSecret(point), Buffer.from(receiver.auth, 'base64url'), info, 32)
  const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2 marks the last record, and it is the only one.
  const sealed = [cipher.update(Buffer.concat([payload, Buffer.of(2)])), cipher.final(), cipher.getAuthTag()]
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_BYTES)
  return Buffer.concat([salt, size, Buffer.of(own.length), own, ...sealed])
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
