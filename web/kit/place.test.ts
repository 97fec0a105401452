import { expect, test } from 'bun:test'
import { backoffMs } from './backoff.ts'
import { linkTo, roomNameOf, roomOfLink, roomPath, socketUrl } from './place.ts'

test('[client.md 2] the address names the room, under any base path', () => {
  expect(roomNameOf('/', '')).toBe('')
  expect(roomNameOf('/r/tea', '')).toBe('tea')
  expect(roomNameOf(`/chat/r/${encodeURIComponent('周末去爬山')}/`, '/chat')).toBe('周末去爬山')
  expect(roomNameOf('/r/%', '')).toBe('%')
  expect(roomNameOf('/r/a/b', '')).toBe('')
})

test('[client.md 2] the way to a room leads back to its name', () => {
  for (const name of ['', 'a b', '周末 100%', 'x#y?z', '..']) expect(roomNameOf(roomPath('/b', name), '/b')).toBe(name)
})

test('a link leads to a room of this house, or elsewhere', () => {
  const of = (address: string) => roomOfLink(new URL(address), 'https://h', '/b')
  expect(of('https://h/b/')).toBe('')
  expect(of('https://h/b/r/tea#4')).toBe('tea')
  expect(of(`https://h/b/r/${encodeURIComponent('周末')}/`)).toBe('周末')
  for (const other of ['https://h/', 'https://h/r/tea', 'https://x/b/r/tea', 'https://h/b/r/', 'https://h/b/api/x'])
    expect(of(other)).toBe(null)
})

test('[threats 6] a page of HTTPS never opens a plain socket', () => {
  expect(socketUrl({ protocol: 'https:', host: 'h:1' }, '/b')).toBe('wss://h:1/b/ws')
  expect(socketUrl({ protocol: 'http:', host: 'h' }, '')).toBe('ws://h/ws')
})

test('[client.md 6.10] the wait begins at 0.3–1.5 s, doubles with full jitter, and stays in 1–30 s', () => {
  expect(backoffMs(0, () => 0)).toBe(300)
  expect(backoffMs(0, () => 1)).toBe(1_500)
  expect(backoffMs(1, () => 1)).toBe(3_000)
  expect(backoffMs(9, () => 0)).toBe(1_000)
  expect(backoffMs(99, () => 1)).toBe(30_000)
})

test('a link to a room is its address as this browser reaches it, wherever in the page one is', () => {
  expect(linkTo('', '', 'http://localhost:3000/r/tea#12')).toBe('http://localhost:3000/')
  expect(linkTo('tea', '/chat', 'https://example.com/chat/r/other?x=1#3')).toBe('https://example.com/chat/r/tea')
  expect(linkTo('茶 馆', '/chat', 'https://example.com/chat/')).toBe('https://example.com/chat/r/%E8%8C%B6%20%E9%A6%86')
})
