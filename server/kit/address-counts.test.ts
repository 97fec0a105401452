import { expect, test } from 'bun:test'
import { AddressCounts } from './address-counts.ts'

test('[D-10] sockets and pending sockets of an address at n and n + 1', () => {
  const counts = new AddressCounts({ inAll: 100, perAddress: 3, pendingPerAddress: 2 })
  counts.opened('a')
  expect(counts.hasRoom('a')).toBe(true)
  counts.opened('a')
  expect(counts.hasRoom('a')).toBe(false)
  expect(counts.hasRoom('b')).toBe(true)
  counts.greeted('a')
  expect(counts.hasRoom('a')).toBe(true)
  counts.opened('a')
  counts.greeted('a')
  // Three in all, one of them pending.
  expect(counts.hasRoom('a')).toBe(false)
  counts.closed('a', true)
  expect(counts.hasRoom('a')).toBe(true)
})

test('who parts is pending again, and all that closed leave nothing behind', () => {
  const counts = new AddressCounts({ inAll: 100, perAddress: 10, pendingPerAddress: 1 })
  counts.opened('a')
  counts.greeted('a')
  counts.parted('a')
  expect(counts.hasRoom('a')).toBe(false)
  counts.closed('a', true)
  for (let round = 0; round < 100; round++) {
    expect(counts.hasRoom('a')).toBe(true)
    counts.opened('a')
    counts.closed('a', true)
  }
})

test('[HOUSE-12] sockets of all addresses together at n and n + 1', () => {
  const counts = new AddressCounts({ inAll: 2, perAddress: 10, pendingPerAddress: 10 })
  counts.opened('a')
  expect(counts.hasRoom('c')).toBe(true)
  counts.opened('b')
  expect(counts.hasRoom('c')).toBe(false)
  counts.closed('a', true)
  expect(counts.hasRoom('c')).toBe(true)
})
