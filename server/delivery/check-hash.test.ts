import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { createCheckHash } from './check-hash.ts'

test('[P-5] a hash is the one that was stored by every version before: HMAC with SHA-256, cut to 22 signs', () => {
  const secret = Buffer.alloc(32, 7)
  const checkHash = createCheckHash(secret)
  for (const sent of ['', 'body:茶', `body:${'x'.repeat(4_000)}`])
    expect(checkHash(sent)).toBe(createHmac('sha256', secret).update(sent).digest('base64url').slice(0, 22))
  expect(checkHash('body:one')).not.toBe(checkHash('body:two'))
})
