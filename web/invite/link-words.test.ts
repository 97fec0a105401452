import { expect, test } from 'bun:test'
import { isThisMachine, readable } from './link-words.ts'

test('a name that means this machine everywhere is known as one', () => {
  for (const host of ['localhost', 'LOCALHOST', 'tea.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
    expect([host, isThisMachine(host)]).toEqual([host, true])
  for (const host of ['192.168.1.20', 'example.com', 'localhost.example', '127.example', 'tea.local', '[fe80::1]'])
    expect([host, isThisMachine(host)]).toEqual([host, false])
})

test('a link is shown as people read it, and one that is broken as it is', () => {
  expect(readable('https://example.com/r/%E8%8C%B6')).toBe('https://example.com/r/茶')
  expect(readable('https://example.com/r/%E8%8C')).toBe('https://example.com/r/%E8%8C')
})
