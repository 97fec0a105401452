import { expect, test } from 'bun:test'
import { bytesOf, teaFile } from './tea-file.ts'

test('a name says all bytes of its file, and others are others', () => {
  const { name, bytes } = teaFile(7, 1_001)
  expect(bytes.length).toBe(1_001)
  expect(bytesOf(name)).toEqual(bytes)
  expect(bytesOf('tea-8-1001.bin')).not.toEqual(bytes)
  // No part of it looks like another one: what is off by a few bytes is seen.
  expect(bytes.subarray(100, 200)).not.toEqual(bytes.subarray(104, 204))
  expect(bytesOf('holiday.jpg')).toBeNull()
})
