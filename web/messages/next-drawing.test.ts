import { expect, test } from 'bun:test'
import { NextDrawing } from './next-drawing.ts'

/** A page whose frames and timers come by hand. */
function stage() {
  const frames: (() => void)[] = []
  const timers: (() => void)[] = []
  const now = { restMs: 0, drawn: 0, asked: 0 }
  const drawing = new NextDrawing({
    restMs: () => now.restMs,
    after: (_ms, run) => timers.push(run),
    frame: (run) => {
      now.asked++
      frames.push(run)
    },
    draw: () => now.drawn++,
  })
  const runAll = (list: (() => void)[]) => {
    for (const run of list.splice(0)) run()
  }
  return { drawing, now, frame: () => runAll(frames), timer: () => runAll(timers) }
}

test('whatever asks for it, there is one drawing a frame', () => {
  const { drawing, now, frame } = stage()
  for (let times = 0; times < 5; times++) drawing.ask()
  expect([now.drawn, drawing.isDue]).toEqual([0, true])
  frame()
  expect([now.drawn, now.asked, drawing.isDue]).toEqual([1, 1, false])
})

test('[PERF-13] in a rest no frame is asked for, and after it one', () => {
  const { drawing, now, frame, timer } = stage()
  now.restMs = 80
  for (let times = 0; times < 5; times++) drawing.ask()
  frame()
  expect([now.asked, now.drawn, drawing.isDue]).toEqual([0, 0, true])
  timer()
  frame()
  expect([now.asked, now.drawn, drawing.isDue]).toEqual([1, 1, false])
})

test('who does something waits for no rest, and it is drawn once', () => {
  const { drawing, now, frame, timer } = stage()
  now.restMs = 80
  drawing.ask()
  now.restMs = 0
  drawing.ask()
  frame()
  timer()
  frame()
  expect([now.asked, now.drawn]).toEqual([1, 1])
})

test('of a log that is left nothing is drawn', () => {
  const { drawing, now, frame, timer } = stage()
  drawing.ask()
  drawing.stop()
  frame()
  now.restMs = 80
  drawing.ask()
  drawing.stop()
  timer()
  frame()
  expect(now.drawn).toBe(0)
})
