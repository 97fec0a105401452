import { expect, test } from 'bun:test'
import { Principal } from '#server/accounts/principals.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import type { Socket } from '#server/kit/socket.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { ClassicSession, type Guest } from './classic-session.ts'

/** A socket that keeps what is done with it. */
class FakeSocket implements Socket {
  readonly done: string[] = []
  waiting = 0
  sendText(text: string): number {
    this.done.push(text)
    return text.length
  }
  cork(run: () => number): number {
    return run()
  }
  subscribe(topic: string): boolean {
    return this.done.push(`subscribe ${topic}`) > 0
  }
  unsubscribe(topic: string): boolean {
    return this.done.push(`unsubscribe ${topic}`) > 0
  }
  getBufferedAmount(): number {
    return this.waiting
  }
  ping(): number {
    this.done.push('ping')
    return 1
  }
  close(code?: number): void {
    this.done.push(`close ${code}`)
  }
  terminate(): void {
    this.done.push('terminate')
  }
}

const guest: Guest = {
  principal: new Principal({ id: 'p1', kind: 'classic', name: 'ada', look: 0, entered: true, seenMs: 0 }),
  wish: null,
  picture: null,
  sinceMs: 0,
}

function open() {
  const clock = new FakeClock()
  const socket = new FakeSocket()
  const told: string[] = []
  const session = new ClassicSession(
    {
      steadyMs: clock.steadyMs,
      commandsBurst: 60,
      floodPerSecond: 200,
      onText: (_session, text) => void told.push(`text ${text}`),
      onLeave: (_session, { principal }) => void told.push(`leave ${principal.name}`),
      onEnd: (one) => void told.push(`end ${one.pending ? 'pending' : 'greeted'}`),
    },
    originOf('192.0.2.1'),
    'http://localhost:3000',
  )
  session.onOpen(socket)
  const logIn = () => {
    session.beginLogin()
    session.endLogin(guest)
  }
  /** Seconds, with a look at the deadlines in each. */
  const pass = (seconds: number, answersPings: boolean) => {
    for (let second = 0; second < seconds; second++) {
      clock.move(1_000)
      const before = socket.done.length
      session.checkDeadlines(clock.steadyMs())
      if (answersPings && socket.done.slice(before).includes('ping')) session.onPong()
    }
  }
  return { clock, socket, session, told, logIn, pass }
}

test('the handShake is the first frame, at once', () => {
  expect(open().socket.done).toEqual(['{"type":"handShake","msg":"握手成功"}'])
})

test('[D-9] without a login it is closed after 30 s, and cut when it does not answer', () => {
  const { socket, session, told, pass } = open()
  pass(30, true)
  expect(socket.done.filter((one) => one.startsWith('close'))).toEqual([])
  pass(1, true)
  expect(socket.done.at(-1)).toBe('close 4508')
  pass(3, true)
  expect(socket.done.at(-1)).toBe('terminate')
  session.onClose()
  expect(told).toEqual(['end pending'])
})

test('[D-9] pinged every 20 s, a guest who answers stays for ever', () => {
  const { socket, logIn, pass } = open()
  logIn()
  pass(3_600, true)
  expect(socket.done.filter((one) => one === 'ping')).toHaveLength(180)
  expect(socket.done.filter((one) => one.startsWith('close'))).toEqual([])
})

test('[D-9] a guest who answers no ping has left the list within 60 s', () => {
  const { socket, told, logIn, pass } = open()
  logIn()
  pass(59, false)
  expect(told).toEqual([])
  pass(1, false)
  expect(told).toEqual(['leave ada'])
  expect(socket.done.at(-1)).toBe('close 4508')
})

test('[P-12] a reader that takes nothing for 10 s is cut', () => {
  const { socket, logIn, pass } = open()
  logIn()
  socket.waiting = 1_000
  pass(11, true)
  expect(socket.done).not.toContain('terminate')
  pass(1, true)
  expect(socket.done).toContain('terminate')
})

test('leaving is told once, whoever closes', () => {
  const { session, told, logIn } = open()
  logIn()
  session.close(1001)
  session.onClose()
  expect(told).toEqual(['leave ada', 'end greeted'])
})

test('frames of v1 never reach the page', () => {
  const { session, socket } = open()
  session.send()
  expect(socket.done).toHaveLength(1)
})

test('what follows a login waits for it, up to a bound', () => {
  const { session } = open()
  expect(session.defers('early')).toBe(false)
  session.beginLogin()
  expect(session.defers('first')).toBe(true)
  expect(session.defers('second')).toBe(true)
  expect(() => {
    for (let at = 0; at < 100; at++) session.defers('x'.repeat(10_000))
  }).toThrow('rate_limited')
  expect(session.endLogin(guest)?.waiting.slice(0, 2)).toEqual(['first', 'second'])
  expect(session.defers('later')).toBe(false)
})

test('a socket that closed while its login was looked up lets nobody in', () => {
  const { session, told } = open()
  session.beginLogin()
  session.onClose()
  expect(session.endLogin(guest)).toBeNull()
  expect(told).toEqual(['end pending'])
})
