import { expect, test } from 'bun:test'
import { good } from './good-step.ts'
import { causes, holds, isLowerBound, type Step, whyNot } from './judge.ts'

test('a step holds when all came, in order and in time, and the loop was free', () => {
  expect(holds(good)).toBe(true)
  expect(holds({ ...good, p99Ms: -1, messages: 0 })).toBe(true)
  const bad: Partial<Step>[] = [
    { p99Ms: 251 },
    { lagP99Ms: 51 },
    { missing: 1 },
    { disordered: 1 },
    { lost: 1 },
    { refused: 1 },
    { isBehind: true },
  ]
  for (const change of bad) expect(holds({ ...good, ...change })).toBe(false)
})

test('what gave out is named: the server before its clients, the loop before the disk, the disk before the tick', () => {
  const late = { ...good, p99Ms: 400 }
  expect(whyNot({ ...late, serverCores: 0.9, clientsBusy: 0.95 })).toBe('processor')
  expect(whyNot({ ...late, clientsBusy: 0.95 })).toBe('clients')
  expect(whyNot({ ...late, boxBusy: 0.97 })).toBe('box')
  expect(whyNot({ ...late, lagP99Ms: 80, storedP99Ms: 200 })).toBe('processor')
  expect(whyNot({ ...late, storedP99Ms: 200 })).toBe('disk')
  expect(whyNot(late)).toBe('tick')
  expect(whyNot({ ...late, freeMemory: 1e7 })).toBe('memory')
  expect(whyNot({ ...good, refused: 3, refusal: '[7,"no",{"code":"storage_full"}]' })).toBe('full')
  // Where there is no /proc nobody knows the processor; the loop still tells.
  expect(whyNot({ ...late, serverCores: null, boxBusy: null, freeMemory: null, lagP99Ms: 90 })).toBe('processor')
  expect(causes.filter(isLowerBound)).toEqual(['box', 'ports', 'clients', 'time', 'unclear'])
})
