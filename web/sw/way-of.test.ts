import { expect, test } from 'bun:test'
import { wayOf } from './way-of.ts'

const scope = 'https://example.com/chat/'
const way = (path: string, { mode = 'cors', method = 'GET' } = {}) => wayOf({ method, mode, url: scope + path }, scope)

test('[UX-26] pages of rooms come from the server first, files of the build from what was kept', () => {
  const mode = 'navigate'
  expect([way('', { mode }), way('r/%E8%8C%B6', { mode }), way('r/a#812', { mode })]).toEqual(['page', 'page', 'page'])
  expect([way('assets/main-abc.js'), way('assets/words-en.x.js'), way('favicon.svg')]).toEqual(['file', 'file', 'page'])
})

test('[UX-26] [T-81] what is somebody’s own, what changes something and what is not ours goes past the worker', () => {
  for (const path of ['api/session', 'api/rooms/r1/export.html', 'ws', 'healthz', 'avatars/1.svg', 'sw.js', 'r/a/b'])
    expect([path, way(path), way(path, { mode: 'navigate' })]).toEqual([path, null, null])
  expect(way('', { mode: 'navigate', method: 'POST' })).toBe(null)
  expect(wayOf({ method: 'GET', mode: 'cors', url: 'https://example.com/assets/x.js' }, scope)).toBe(null)
  expect(wayOf({ method: 'GET', mode: 'navigate', url: 'https://example.com/chats/' }, scope)).toBe(null)
})
