import { expect, test } from 'bun:test'
import { createClientAddress } from './client-address.ts'

test('[T-29] a forwarded address counts only from a trusted proxy, and then the right-most untrusted hop', () => {
  const direct = createClientAddress([])
  expect(direct('203.0.113.7', '1.2.3.4')).toEqual({ address: '203.0.113.7', proxied: false })
  const behind = createClientAddress(['10.0.0.0/8', '::1'])
  expect(behind('::ffff:10.0.0.1', '1.2.3.4')).toEqual({ address: '1.2.3.4', proxied: true })
  expect(behind('::1', '6.6.6.6, 1.2.3.4, 10.9.9.9')).toEqual({ address: '1.2.3.4', proxied: true })
  expect(behind('::1', '6.6.6.6, nonsense')).toEqual({ address: '::1', proxied: true })
  expect(behind('::1', null)).toEqual({ address: '::1', proxied: true })
  expect(behind('203.0.113.7', '1.2.3.4')).toEqual({ address: '203.0.113.7', proxied: false })
})
