import { describe, expect, test } from 'bun:test'
import { emptyQueue, hear, type Queue, speak } from './announce-queue.ts'

const say = {
  message: (who: string, text: string) => `${who}：${text}`,
  several: (count: number, forMe: number) => `${count} 条新消息${forMe > 0 ? `，${forMe} 条提到你` : ''}`,
}
const message = (text: string, forMe = false) => ({ who: '青柠', text: () => text, forMe })

/** Lets `perSecond` messages come for `ms`, and looks 20 times a second; returns what was said, and when. */
function run(perSecond: number, ms: number, after = 15_000): { atMs: number; text: string }[] {
  const said: { atMs: number; text: string }[] = []
  let queue: Queue = emptyQueue
  let sent = 0
  for (let now = 0; now < ms + after; now += 50) {
    while (now < ms && sent < ((now + 50) * perSecond) / 1000) {
      queue = hear(queue, [message(`${sent}`)])
      sent++
    }
    const spoken = speak(queue, now, say)
    if (!spoken) continue
    queue = spoken.queue
    said.push({ atMs: now, text: spoken.text })
  }
  return said
}

describe('[UX-16] the announcer', () => {
  test('tells up to three messages in full, more as a number', () => {
    const three = ['a', 'b', 'c'].map((text) => message(text))
    expect(speak(hear(emptyQueue, three), 0, say)?.text).toBe('青柠：a\n青柠：b\n青柠：c')
    expect(speak(hear(emptyQueue, [...three, message('d')]), 0, say)?.text).toBe('4 条新消息')
    expect(speak(hear(emptyQueue, [...three, message('d', true)]), 0, say)?.text).toBe('4 条新消息，1 条提到你')
    expect(speak(emptyQueue, 0, say)).toBeNull()
  })
  test('100 messages in 5 s are at most 3 updates, and none is forgotten', () => {
    const said = run(20, 5_000)
    expect(said.length).toBeLessThanOrEqual(3)
    const counted = said.reduce(
      (sum, { text }) => sum + (text.includes('：') ? text.split('\n').length : Number.parseInt(text, 10)),
      0,
    )
    expect(counted).toBe(100)
  })
  test('in a busy room the gap grows to 10 s, and shrinks again', () => {
    const busy = run(20, 60_000, 0).map(({ atMs }) => atMs)
    const gaps = busy.slice(1).map((at, index) => at - (busy[index] ?? 0))
    expect(Math.max(...gaps)).toBe(10_000)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000)
    const calm = speak(hear({ ...emptyQueue, gapMs: 10_000 }, [message('a')]), 99_000, say)
    expect(calm?.queue.nextMs).toBe(101_000)
  })
  test('a long message is cut, never inside a character', () => {
    const text = speak(hear(emptyQueue, [message('😀'.repeat(400))]), 0, say)?.text ?? ''
    expect(text.isWellFormed()).toBe(true)
    expect(text.length).toBeLessThan(320)
  })
})
