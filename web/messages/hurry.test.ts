import { expect, test } from 'bun:test'
import type { MessagePosted } from '#protocol/message-events.ts'
import { emptyTimeline, type Timeline } from '#web/store/timeline.ts'
import { Hurry } from './hurry.ts'

const VIEW_PX = 640
const SEEN_AND_SOME = 18 + 4
const by = { id: 'pa', name: 'Ada', look: 1 }
const post = (seq: number): MessagePosted => ({
  seq,
  at: seq,
  type: 'message.posted',
  by,
  cid: `c${seq}`,
  body: `${seq}`,
})

/** The newest 300 of so many lines. */
function logOf(head: number): Timeline {
  const from = Math.max(1, head - 299)
  const lines = Array.from({ length: head - from + 1 }, (_, at) => post(from + at))
  return { ...emptyTimeline, ready: true, head, from, to: head, lines, atStart: from === 1 }
}

/** A log that is drawn by hand, with a clock of its own. */
class Stage {
  nowMs = 0
  head = 0
  follows = true
  wanted = 0
  rowPx = 20
  measured = 0
  abovePx = 1_000
  readonly #timers: { atMs: number; run: () => void }[] = []
  readonly hurry = new Hurry({
    nowMs: () => this.nowMs,
    after: (ms, run) => this.#timers.push({ atMs: this.nowMs + ms, run }),
    draw: () => this.wanted++,
    drawn: 0,
    rowPx: () => {
      this.measured++
      return this.rowPx
    },
    abovePx: () => this.abovePx,
  })

  /** So much later, with so many more messages. */
  draws(ms: number, more: number): Timeline {
    this.passes(ms)
    this.head += more
    return this.hurry.part(logOf(this.head), { follows: this.follows, viewPx: VIEW_PX })
  }

  passes(ms: number): void {
    this.nowMs += ms
    for (const due of this.#timers.filter(({ atMs }) => atMs <= this.nowMs)) {
      this.#timers.splice(this.#timers.indexOf(due), 1)
      due.run()
    }
  }

  /** 200 messages a second, drawn 20 times. */
  rushes(seconds: number): Timeline {
    for (let draw = 1; draw < seconds * 20; draw++) this.draws(50, 10)
    return this.draws(50, 10)
  }

  log = (): Timeline => logOf(this.head)
  grow = () => this.hurry.grow(this.log())
  newest = (count: number): number[] => Array.from({ length: count }, (_, at) => this.head - count + 1 + at)

  /** Nothing more comes: what is to be drawn is drawn, until all of it is. */
  calms(): void {
    for (let ms = 0; this.hurry.isCut && ms < 20_000; ms += 50) {
      const { wanted } = this
      this.passes(50)
      if (this.wanted > wanted) this.draws(0, 0)
    }
  }
}

test('[PERF-13] a calm room is drawn whole', () => {
  const stage = new Stage()
  expect(stage.draws(0, 50).lines.length).toBe(50)
  for (let more = 1; more <= 60; more++) expect(stage.draws(1_000, more % 2 ? 60 : 1).lines).toEqual(stage.log().lines)
  // Eight in ten seconds are more than anybody says, and fewer than anybody reads.
  for (let turn = 0; turn < 200; turn++) expect(stage.draws(50, 1).lines.length).toBe(300)
  expect(stage.hurry.isCut).toBe(false)
})

test('[UX-9] of more than a task may draw, what fills the view comes first, and the rest by itself', () => {
  const stage = new Stage()
  for (const more of [500, 200]) {
    expect(stage.draws(1_000, more).lines.map(({ seq }) => seq)).toEqual(stage.newest(SEEN_AND_SOME))
    stage.calms()
    expect(stage.draws(0, 0).lines.length).toBe(300)
  }
  // Somebody who reads further up has all that is there.
  stage.follows = false
  expect(stage.draws(1_000, 200).lines.length).toBe(300)
})

test('[PERF-13] where more comes than anybody reads, who follows has what fills the view, the newest last', () => {
  const stage = new Stage()
  stage.draws(0, 300)
  const part = stage.rushes(2)
  expect(part.lines.map(({ seq }) => seq)).toEqual(stage.newest(SEEN_AND_SOME))
  expect(part).toMatchObject({ from: part.lines[0]?.seq, to: stage.head, head: stage.head, atStart: false })
  // Rows above are not wanted while nobody turns back.
  expect([stage.grow(), stage.wanted]).toEqual([true, stage.wanted])
  expect(stage.draws(50, 10).lines.length).toBe(SEEN_AND_SOME)
})

test('[UX-10] who turns back has all of it, a slice at a time', () => {
  const stage = new Stage()
  stage.draws(0, 300)
  stage.rushes(2)
  stage.follows = false
  const lengths = [stage.draws(50, 0).lines.length]
  while (stage.hurry.isCut) {
    expect(stage.grow()).toBe(true)
    lengths.push(stage.draws(17, 0).lines.length)
  }
  expect(lengths.slice(0, 3)).toEqual([SEEN_AND_SOME, SEEN_AND_SOME + 10, SEEN_AND_SOME + 20])
  expect(lengths.at(-1)).toBe(300)
  expect(stage.grow()).toBe(false)
})

test('when it is calm again, what was passed over comes by itself; a message that is looked for is there at once', () => {
  const stage = new Stage()
  stage.draws(0, 300)
  stage.rushes(2)
  stage.calms()
  expect(stage.draws(0, 0).lines.length).toBe(300)
  stage.rushes(2)
  stage.hurry.whole()
  stage.follows = false
  expect(stage.draws(17, 0).lines.length).toBe(300)
})

test('[PERF-13] of high rows fewer fill the view; where they were too few, more come at once', () => {
  const stage = new Stage()
  stage.draws(0, 300)
  stage.rowPx = 80
  stage.rushes(2)
  expect(stage.draws(50, 10).lines.map(({ seq }) => seq)).toEqual(stage.newest(8 + 4))
  const { wanted } = stage
  stage.abovePx = 100
  for (let times = 0; times < 9; times++) expect(stage.grow()).toBe(true)
  expect(stage.wanted - wanted).toBe(3)
  expect(stage.draws(50, 10).lines.length).toBe(8 + 4 + 3 * 10)
  stage.abovePx = 1_000
  stage.calms()
  expect(stage.rushes(2).lines.length).toBe(8 + 4)
})

test('another part of the log is not cut where the last one was', () => {
  const stage = new Stage()
  stage.draws(0, 900)
  stage.rushes(2)
  stage.follows = false
  expect(stage.hurry.part(logOf(400), { follows: false, viewPx: VIEW_PX }).lines.length).toBe(300)
})

test('[PERF-13] a drawing is followed by a rest of twice its time, and by a tenth of a second at most', () => {
  const stage = new Stage()
  const took = (ms: number): number => {
    stage.hurry.begins()
    stage.nowMs += ms
    stage.hurry.drew()
    return stage.hurry.restMs(true)
  }
  expect([took(0), took(5), took(30), took(400)]).toEqual([0, 10, 60, 100])
  // In a hurry nobody reads faster than twenty drawings a second; a long one is followed by a rest in which frames are free.
  stage.draws(0, 300)
  stage.rushes(2)
  expect([took(5), took(30), took(400)]).toEqual([50, 300, 500])
})

test('who turns back, and whoever does something, waits for no rest', () => {
  const stage = new Stage()
  stage.draws(0, 300)
  stage.rushes(2)
  const tires = () => {
    stage.hurry.begins()
    stage.nowMs += 100
    stage.hurry.drew()
  }
  tires()
  expect([stage.hurry.restMs(true), stage.hurry.restMs(false)]).toEqual([500, 0])
  tires()
  stage.hurry.wake()
  expect(stage.hurry.restMs(true)).toBeLessThanOrEqual(0)
})

test('[PERF-13] for who reads further up no rows are measured, slice by slice', () => {
  const stage = new Stage()
  stage.rushes(3)
  expect(stage.measured).toBeGreaterThan(0)
  stage.follows = false
  stage.draws(50, 10)
  stage.measured = 0
  for (let slice = 0; slice < 5; slice++) stage.draws(50, 10)
  expect(stage.measured).toBe(0)
})
