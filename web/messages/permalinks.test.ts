import { expect, test } from 'bun:test'
import { messageOf } from './permalinks.ts'

test('a message is named by its number alone; what else stands behind # is something else', () => {
  expect(messageOf('#812')).toBe(812)
  for (const other of ['', '#', '#log', '#0', '#-1', '#1e3', '#08', '#1 2', '#99999999999999999999']) {
    expect(messageOf(other)).toBeNull()
  }
})
