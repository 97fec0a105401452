import { expect, test } from 'bun:test'
import { readPushAddress } from './push-address.ts'

const refused = [
  'http://push.example/x',
  'https://push.example:8443/x',
  'https://127.0.0.1/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://169.254.169.254/latest/meta-data',
  'https://user@push.example/x',
  'https://push.example/x#y',
  'file:///etc/passwd',
  'data:text/plain,x',
  'push.example/x',
  `https://push.example/${'x'.repeat(1_024)}`,
  '',
]

test('[T-43] [T-74] only https on its own port to the public net is an address of a push service', () => {
  const strict = { allowPrivate: false }
  expect(refused.filter((address) => readPushAddress(address, strict) !== null)).toEqual([])
  // The same by the rules of a test house: it is the guard that refuses, not the form.
  expect(readPushAddress('http://127.0.0.1:8443/x', { allowPrivate: true })?.port).toBe('8443')
  for (const service of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/g',
    'https://web.push.apple.com/QGx',
    'https://8.8.8.8/x',
  ])
    expect(readPushAddress(service, strict)?.href).toBe(service)
})
