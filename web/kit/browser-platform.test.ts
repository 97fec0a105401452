import { expect, test } from 'bun:test'
import { createBrowserPlatform, steadyClock } from './browser-platform.ts'

function openClock() {
  const at = { wall: 1_000_000, monotonic: 50 }
  return {
    at,
    nowMs: steadyClock(
      () => at.wall,
      () => at.monotonic,
    ),
  }
}

test('starts at the time on the wall and runs with the monotonic clock', () => {
  const { at, nowMs } = openClock()
  expect(nowMs()).toBe(1_000_000)
  for (let turn = 0; turn < 1_000; turn++) {
    at.monotonic += 0.4
    // A wall clock of whole milliseconds, as browsers have it.
    at.wall = 1_000_000 + Math.floor(at.monotonic - 50)
    nowMs()
  }
  expect(nowMs()).toBe(1_000_400)
})

test('[F-10] a clock that is put back does not turn time back', () => {
  const { at, nowMs } = openClock()
  at.wall -= 86_400_000
  at.monotonic += 1_000
  expect(nowMs()).toBe(1_001_000)
})

test('[F-10] a clock that somebody has frozen does not stop time', () => {
  const { at, nowMs } = openClock()
  at.monotonic += 5_000
  expect(nowMs()).toBe(1_005_000)
})

test('[F-10] counts the time in which the device slept', () => {
  const { at, nowMs } = openClock()
  at.wall += 3_600_000
  at.monotonic += 10
  expect(nowMs()).toBe(4_600_000)
})

test('[P-11] a socket that cannot even be made is a line that did not come to be: the page goes on trying', async () => {
  const real = globalThis.WebSocket
  try {
    globalThis.WebSocket = class {
      constructor() {
        throw new TypeError('blocked by an extension')
      }
    } as unknown as typeof WebSocket
    const socket = createBrowserPlatform().openSocket('ws://127.0.0.1:9/ws')
    const code = await new Promise((resolve) => {
      socket.onClose = resolve
    })
    expect(code).toBe(1006)
    socket.close()
  } finally {
    globalThis.WebSocket = real
  }
})
