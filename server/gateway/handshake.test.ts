import { expect, test } from 'bun:test'
import { asksForSocket, isHandshake, isHost } from './handshake.ts'

const request = (headers: Readonly<Record<string, string>>, method = 'GET') =>
  new Request('http://localhost/ws', { method, headers })
const whole = { Upgrade: 'websocket', Connection: 'Upgrade' }

test('[T-61] an upgrade is one where Connection says so, and announces no body', () => {
  const others = [
    { Upgrade: 'h2c, WebSocket', Connection: 'keep-alive, upgrade' },
    { ...whole, 'Content-Length': '0' },
  ]
  for (const good of [whole, ...others]) {
    expect([asksForSocket(request(good)), isHandshake(request(good))]).toEqual([true, true])
  }
  for (const bad of [
    { Upgrade: 'websocket' },
    { ...whole, Connection: 'keep-alive' },
    { ...whole, 'Content-Length': '5' },
    { ...whole, 'Transfer-Encoding': 'chunked' },
  ]) {
    expect([asksForSocket(request(bad)), isHandshake(request(bad))]).toEqual([true, false])
  }
  expect(isHandshake(request(whole, 'POST'))).toBe(false)
  expect(asksForSocket(request({ Upgrade: 'h2c', Connection: 'Upgrade' }))).toBe(false)
})

test('[T-61] a host is one name or address, and perhaps a port', () => {
  for (const good of [
    'localhost',
    'LOCALHOST:3000',
    '127.0.0.1:3000',
    '[::1]',
    '[::1]:3000',
    '茶馆.example',
    'a.example:',
    `${'a'.repeat(253)}:65535`,
  ])
    expect([good, isHost(good)]).toEqual([good, true])
  for (const bad of [
    '',
    ':3000',
    'a@b',
    'a/b',
    'a?b',
    'a#b',
    'a, a',
    'a b',
    '[::1',
    '::1',
    'a:123456',
    'a:b',
    'a:1:2',
    'a\\b',
    `${'a'.repeat(254)}:65535`,
    `${'a'.repeat(15_000)}.localhost`,
  ])
    expect([bad, isHost(bad)]).toEqual([bad, false])
})
