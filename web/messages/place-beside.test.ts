import { expect, test } from 'bun:test'
import { besides } from './place-beside.ts'

const view = { width: 1280, height: 800 }
const menu = { width: 288, height: 400 }
const bubble = (left: number, right: number, top: number) => ({ left, right, top, bottom: top + 40 })

test('at the right of a bubble of others, at the left of an own one', () => {
  expect(besides(menu, bubble(400, 800, 200), view)).toEqual({ left: 808, top: 192 })
  expect(besides(menu, bubble(900, 1250, 200), view)).toEqual({ left: 604, top: 192 })
})

test('where neither side has room it lies over the bubble, inside of the window', () => {
  const narrow = { width: 420, height: 500 }
  expect(besides(menu, bubble(60, 400, 300), narrow)).toEqual({ left: 60, top: 92 })
  expect(besides(menu, bubble(200, 400, -90), narrow)).toEqual({ left: 124, top: 8 })
  expect(besides(menu, bubble(0, 280, 0), { width: 280, height: 300 })).toEqual({ left: 8, top: 8 })
})
