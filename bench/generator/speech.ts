// The three languages: bare WebSocket, Teahouse v1, Engine.IO 4. What speech.h is for the generator in C.
import type { Member } from './member.ts'

export type Speech = 'bare' | 'teahouse' | 'engine'
export type Said = 'message' | 'answer' | 'heads' | 'ping' | 'goodbye' | 'nothing'

let lastRef = 0
/** References of commands; `reserve` takes a row of them for a run and gives the first. */
export const nextRef = (): number => ++lastRef
export function reserve(count: number): number {
  const first = lastRef + 1
  lastRef += count
  return first
}

/** `start` is the beginning of the payload, ten characters at the least where there are so many. */
export function understand(speech: Speech, start: string, length: number): Said {
  if (speech === 'bare') return 'message'
  if (speech === 'engine') {
    if (start.startsWith('42')) return 'message'
    if (start.startsWith('41') || start.startsWith('1')) return 'goodbye'
    return length === 1 && start === '2' ? 'ping' : 'nothing'
  }
  if (start.startsWith('[0,"events')) return 'message'
  if (start.startsWith('[0,"heads"')) return 'heads'
  if (start.startsWith('[0,"goaway')) return 'goodbye'
  return start.startsWith('[0,') ? 'nothing' : 'answer'
}

/** The key is the example of RFC 6455 section 1.3, as RawC expects it. */
export const upgradeOf = (speech: Speech, path: string, port: number): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
  `${speech === 'teahouse' ? 'Sec-WebSocket-Protocol: teahouse.v1\r\n' : ''}\r\n`

/** The next command on a guest's way into the room; null when it has arrived. */
export function nextStep(member: Member, token: string): string | null {
  const ref = nextRef()
  const name = `bench ${String(member.index).padStart(5, '0')}`
  switch (member.step) {
    case 0:
      return JSON.stringify([ref, 'hello', { v: 1, token }])
    case 1:
      return JSON.stringify([ref, 'profile.set', { name, look: member.index % 1_080 }])
    case 2:
      return JSON.stringify([ref, 'room.open', { name: `bench-${member.room}` }])
    case 3:
      return JSON.stringify([ref, 'room.join', { room: member.roomId }])
    default:
      return null
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

export function messageOf(
  speech: Speech,
  member: Member,
  ref: number,
  run: number,
  number: number,
  body: string,
): string {
  if (speech === 'bare') return body
  if (speech === 'engine') return `42["message","${body}"]`
  const cid = `${hex(run, 8)}-0000-4000-8000-${hex(number, 12)}`
  return `[${ref},"message.post",{"room":"${member.roomId}","cid":"${cid}","body":"${body}"}]`
}
