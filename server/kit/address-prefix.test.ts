import { expect, test } from 'bun:test'
import { netOf, originOf } from './address-prefix.ts'

test('[T-30] new guests are counted by IPv4 address or IPv6 /64, and by the /24 or /48 around it', () => {
  expect(originOf('203.0.113.7')).toMatchObject({ prefix: '203.0.113.7' })
  expect(netOf(originOf('203.0.113.7'))).toBe('203.0.113')
  expect(originOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd').prefix).toBe(originOf('2001:db8:1:2::9').prefix)
  expect(originOf('2001:db8:1:2::9').prefix).not.toBe(originOf('2001:db8:1:3::9').prefix)
  expect(netOf(originOf('2001:db8:1:2::9'))).toBe(netOf(originOf('2001:db8:1:ffff::1')))
  expect(netOf(originOf('2001:db8:1:2::9'))).not.toBe(netOf(originOf('2001:db8:2:2::9')))
  expect(originOf('::1')).toMatchObject({ prefix: '0:0:0:0' })
  expect(netOf(originOf('::1'))).toBe('0:0:0')
})

test('[T-28] a ban looks at the IPv4 address or the IPv6 /56, and at nothing that is not the public net', () => {
  expect(originOf('8.8.4.4').home).toBe('8.8.4.4')
  expect(originOf('2a00:1450:4001:8a5::1').home).toBe(originOf('2a00:1450:4001:8ff::2').home)
  expect(originOf('2a00:1450:4001:8a5::1').home).not.toBe(originOf('2a00:1450:4001:9a5::1').home)
  // Behind a proxy that nobody named all come from one such address: none of them is to suffer for another.
  for (const inward of ['127.0.0.1', '::1', '10.1.2.3', '172.17.0.1', 'fd00::1', ''])
    expect(originOf(inward).home).toBeNull()
})
