import { expect, test } from 'bun:test'
import { hostname } from 'node:os'
import { createOriginRules } from './origin.ts'

const rules = createOriginRules({
  publicUrl: new URL('https://chat.example/'),
  allowedOrigins: ['https://blog.example'],
  host: '0.0.0.0',
})
const at = (host: string, scheme: 'http' | 'https' = 'http') => ({ host, scheme })

test('[T-73] we answer for addresses, localhost, our own name and the configured one, and for no other', () => {
  const ours = [
    '127.0.0.1:3000',
    '[::1]:3000',
    '192.168.1.9',
    'localhost:3000',
    'a.localhost',
    hostname().toLowerCase(),
    'chat.example',
  ]
  expect(ours.filter((host) => !rules.isOurHost(at(host)))).toEqual([])
  const others = ['evil.example:3000', 'chat.example.evil.example', 'xchat.example', '', 'localhost.evil.example']
  expect(others.filter((host) => rules.isOurHost(at(host)))).toEqual([])
})

test('[T-18] an Origin is compared exactly: scheme, host and port', () => {
  expect(rules.mayCome('http://localhost:3000', at('localhost:3000'))).toBe(true)
  expect(rules.mayCome('https://chat.example', at('10.0.0.1:3000'))).toBe(true)
  expect(rules.mayCome('https://blog.example', at('chat.example', 'https'))).toBe(true)
  const foreign = [
    'null',
    '',
    'https://localhost:3000',
    'http://localhost:3001',
    'http://localhost',
    'https://chat.example.evil.example',
  ]
  expect(foreign.filter((origin) => rules.mayCome(origin, at('localhost:3000')))).toEqual([])
  expect(rules.mayCome('http://chat.example', at('chat.example', 'https'))).toBe(false)
})

test('[T-29] scheme and host are believed of a trusted proxy alone', () => {
  const headers = new Headers({ host: 'inner:3000', 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' })
  expect(rules.targetOf(headers, true)).toEqual({ scheme: 'https', host: 'chat.example' })
  expect(rules.targetOf(headers, false)).toEqual({ scheme: 'http', host: 'inner:3000' })
})
