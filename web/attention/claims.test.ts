import { expect, test } from 'bun:test'
import { claimIn, readClaims } from './claims.ts'

test('[UX-25] of two tabs the first tells of a message, in each room apart', () => {
  const first = claimIn([], ['tea', 7, 1_000]) ?? []
  expect(first).toEqual([['tea', 7, 1_000]])
  expect(claimIn(first, ['tea', 7, 1_500])).toBeNull()
  expect(claimIn(first, ['tea', 8, 1_500])).toEqual([['tea', 8, 1_500]])
  expect(claimIn(first, ['hill', 3, 1_500])).toEqual([
    ['tea', 7, 1_000],
    ['hill', 3, 1_500],
  ])
})

test('[P-21] what was claimed long ago says nothing about a log that was restored', () => {
  expect(claimIn([['tea', 700, 1_000]], ['tea', 7, 60_000])).toEqual([['tea', 7, 60_000]])
})

test('[HOUSE-12] claims are few, and what is no claim is passed over', () => {
  let claims = claimIn([], ['r0', 1, 0]) ?? []
  for (let at = 1; at < 80; at++) claims = claimIn(claims, [`r${at}`, 1, at]) ?? []
  expect(claims).toHaveLength(50)
  // As an earlier version of the page wrote it.
  expect(readClaims('kJ2h 812')).toEqual([])
  expect(readClaims('[["tea",1,2],["x"],3]')).toEqual([['tea', 1, 2]])
})
