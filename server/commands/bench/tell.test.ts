import { expect, test } from 'bun:test'
import { good } from './good-step.ts'
import { type Cause, causes, isLowerBound, type Step } from './judge.ts'
import type { Ladder, LadderName } from './ladders.ts'
import { kneeOf, recommendedLines, tooHigh } from './recommend.ts'
import { type Outcome, tellAsJson, tellInWords } from './tell.ts'
import { en } from './words-en.ts'
import { zh } from './words-zh.ts'

const step: Step & { holds: boolean } = { ...good, serverCores: 0.08, holds: true }

function ladder(name: LadderName, held: number, cause: Cause, change: Partial<Step> = {}): Ladder {
  const steps = held === 0 ? [] : [{ ...step, ...change }]
  return { name, held, cause, isLowerBound: isLowerBound(cause), people: 1_000, steps }
}

const machine = {
  processor: 'one',
  cores: 2,
  memory: 4e9,
  descriptors: 1_024,
  ports: 28_232,
  disk: { p50Ms: 1, p99Ms: 2 },
}
const limits = { connections: 10_000, roomMessagesPerSecond: 1_000 }

function outcome(ladders: readonly Ladder[], line: number | null = null): Outcome {
  const knee = kneeOf(ladders)
  const figures = { ladders, knee, lines: recommendedLines(knee), tooHigh: tooHigh(knee, limits) }
  return { ...figures, machine: { ...machine, busy: 0.1, line }, seconds: 40, clockJumpMs: 0, writeMicroseconds: 7 }
}

test('[I-3] limits are recommended at 60 % of what the machine held, and what allows more is named', () => {
  const all = [
    ladder('people', 720, 'descriptors', { people: 720 }),
    ladder('rate', 1_400, 'processor', { rate: 1_400, bytes: 400e6 }),
    ladder('rooms', 36, 'descriptors', { rooms: 36, people: 720 }),
  ]
  const said = outcome(all)
  expect(said.lines).toEqual([
    { name: 'LIMIT_CONNECTIONS', value: '430' },
    { name: 'LIMIT_ROOM_MESSAGES_PER_SECOND', value: '840' },
    // 0.08 of a core for 10,000 frames a second.
    { name: 'WRITE_MICROSECONDS', value: '8' },
  ])
  expect(said.tooHigh).toEqual([{ name: 'LIMIT_CONNECTIONS', configured: 10_000, held: 720 }])
  const text = tellInWords(en, said, null).join('\n')
  expect(text).toContain(
    'About 720 people in one room (p99 20 ms); or about 1,400 messages a second in a room of 1,000',
  )
  expect(text).toContain(
    'file descriptors (1,024 a process). With `ulimit -n 8000` it would be the processor at about 7,100',
  )
  // 3.2 Gbit/s where a line carries one.
  expect(text).toContain('over a network of 1 Gbit/s it would be the network first, at about 430 messages a second')
  expect(tellInWords(en, outcome(all, 10e9), null).join('\n')).not.toContain('network first')
  expect(text).toContain('LIMIT_CONNECTIONS allows 10,000, and this machine holds 720.')
  expect(JSON.parse(tellAsJson(said, { version: '1', written: null }))).toMatchObject({
    recommended: { LIMIT_CONNECTIONS: 430 },
    ladders: [{ ladder: 'people', held: 720, gaveOut: 'descriptors', lowerBound: false }, { people: 1_000 }, {}],
  })
})

test('where the test was the end nothing is recommended from it, and the figure says at least', () => {
  const said = outcome([ladder('people', 900, 'tick'), ladder('rate', 2_000, 'clients'), ladder('rooms', 0, 'time')])
  expect(said.lines.map(({ name }) => name)).toEqual(['WRITE_MICROSECONDS'])
  expect(said.tooHigh).toEqual([])
  const text = tellInWords(en, said, null).join('\n')
  expect(text).toContain('or at least 2,000 messages')
  expect(text).toContain('small rooms: not measured')
})

test('every cause has its sentence, in both languages, and Chinese is told in Chinese', () => {
  for (const cause of causes) {
    for (const words of [en, zh]) {
      const [, held = '', ...rest] = tellInWords(words, outcome([ladder('people', 500, cause)]), null)
      expect(held).toContain('500')
      expect(rest.join('\n')).not.toMatch(/undefined|NaN|null/)
    }
  }
  const told = tellInWords(zh, outcome([ladder('people', 500, 'tick')]), {
    path: '/srv/.env',
    overruled: ['LIMIT_CONNECTIONS'],
  })
  expect(told[1]).toBe('同一房间约 500 人（p99 20 毫秒）。')
  expect(told.at(-1)).toBe('已写入 /srv/.env，下次启动生效。但环境变量中的 LIMIT_CONNECTIONS 优先，请在那里修改。')
})
