import { expect, test } from 'bun:test'
import { areKeys, encryptFor, PAYLOAD_BYTES } from './encrypt.ts'

/** The example of RFC 8291, appendix A. */
const rfc = {
  receiver: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  senderKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  text: 'When I grow up, I want to be a watermelon',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}
const bytes = (text: string) => Buffer.from(text, 'base64url')

test('[T-74] the example of RFC 8291 comes out byte by byte', () => {
  const chance = { salt: bytes(rfc.salt), senderKey: bytes(rfc.senderKey) }
  const sealed = encryptFor(rfc.receiver, Buffer.from(rfc.text), chance)
  expect(sealed.toString('base64url')).toBe(rfc.sealed)
})

test('two pushes of the same words have nothing in common', () => {
  const [one, other] = [1, 2].map(() => encryptFor(rfc.receiver, Buffer.from(rfc.text)))
  expect(one?.subarray(0, 16)).not.toEqual(other?.subarray(0, 16))
  expect(one?.subarray(-40)).not.toEqual(other?.subarray(-40))
})

test('what fits is one record of 4,096 bytes, and one byte more is refused', () => {
  expect(encryptFor(rfc.receiver, Buffer.alloc(PAYLOAD_BYTES)).length).toBe(4_096)
  expect(() => encryptFor(rfc.receiver, Buffer.alloc(PAYLOAD_BYTES + 1))).toThrow(RangeError)
})

test('[T-74] only a point of the curve and 16 bytes are keys of a subscription', () => {
  const { p256dh, auth } = rfc.receiver
  expect(areKeys(rfc.receiver)).toBe(true)
  expect(areKeys({ p256dh, auth: auth.slice(2) })).toBe(false)
  expect(areKeys({ p256dh: p256dh.slice(4), auth })).toBe(false)
  expect(areKeys({ p256dh: Buffer.alloc(65, 4).toString('base64url'), auth })).toBe(false)
  expect(areKeys({ p256dh: '', auth: '' })).toBe(false)
})
