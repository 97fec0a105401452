import { expect, test } from 'bun:test'
import { PageAddresses } from './page-addresses.ts'

const told = (addresses: PageAddresses) => [...addresses.all()]
const port = (at: number) => `http://localhost:${at}`

test('[HOUSE-12] [T-65] sixteen addresses are told apart, n and n + 1; pages beyond share one that is nobody’s', () => {
  const addresses = new PageAddresses()
  for (let at = 1; at <= 16; at++) expect(addresses.enter(port(at))).toBe(port(at))
  for (let at = 17; at <= 500; at++) expect(addresses.enter(port(at))).toBe('')
  expect(told(addresses)).toHaveLength(17)
  // Whoever comes to one that is known is told under it, however many there are.
  expect(addresses.enter(port(3))).toBe(port(3))
})

test('an address is forgotten with the last of its pages, and makes room', () => {
  const addresses = new PageAddresses()
  for (let at = 1; at <= 16; at++) addresses.enter(port(at))
  addresses.enter(port(1))
  addresses.leave(port(1))
  expect(told(addresses)).toContain(port(1))
  addresses.leave(port(1))
  expect(told(addresses)).not.toContain(port(1))
  expect(addresses.enter(port(99))).toBe(port(99))
  expect(addresses.enter(port(100))).toBe('')
  addresses.leave('')
  expect(told(addresses)).not.toContain('')
})
