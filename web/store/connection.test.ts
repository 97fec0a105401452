import { expect, test } from 'bun:test'
import type { Status } from '#sdk/index.ts'
import { welcomeOf } from '#tests/kit/welcome.ts'
import { bannerOf, cardOf } from './connection.ts'

const calm = { networkUp: true, nowMs: 10_000, shownSinceLoss: false, backUntilMs: 0 }
const waiting = (lostMs: number, why: 'lost' | 'restarting' | 'busy' = 'lost'): Status => ({
  name: 'waiting',
  lostMs,
  retryAtMs: 14_200,
  why,
})
const stopped = (code: number, refusal?: string): Status => ({ name: 'stopped', code, ...(refusal ? { refusal } : {}) })

test('[UX-14] nothing is shown in the first 2 s after a loss, then the banner is', () => {
  expect(bannerOf({ ...calm, status: waiting(8_001) })).toBeNull()
  expect(bannerOf({ ...calm, status: waiting(8_000) })).toEqual({ kind: 'lost', seconds: 5 })
  expect(bannerOf({ ...calm, status: { name: 'connecting', lostMs: 9_000 } })).toBeNull()
  expect(bannerOf({ ...calm, status: { name: 'connecting', lostMs: 5_000 } })).toEqual({ kind: 'lost', seconds: null })
})

test('[client.md 7] the first connection shows no banner while it is made', () => {
  expect(bannerOf({ ...calm, status: null })).toBeNull()
  expect(bannerOf({ ...calm, status: { name: 'connecting' } })).toBeNull()
})

test('[client.md 6.10] no network changes only the words, and a restart and a busy server have their own', () => {
  expect(bannerOf({ ...calm, networkUp: false, status: waiting(1_000) })).toEqual({ kind: 'offline' })
  expect(bannerOf({ ...calm, networkUp: false, status: waiting(9_000) })).toBeNull()
  expect(bannerOf({ ...calm, status: waiting(1_000, 'restarting') })).toEqual({ kind: 'restarting' })
  expect(bannerOf({ ...calm, status: waiting(1_000, 'busy') })).toEqual({ kind: 'busy' })
})

test('[client.md 7] the countdown never shows less than a second', () => {
  expect(bannerOf({ ...calm, nowMs: 14_199, status: waiting(0) })).toEqual({ kind: 'lost', seconds: 1 })
  expect(bannerOf({ ...calm, nowMs: 20_000, status: waiting(0) })).toEqual({ kind: 'lost', seconds: 1 })
})

test('[client.md 6.10] back is said for its time, and only when a banner was seen', () => {
  const online: Status = { name: 'online', welcome: welcomeOf() }
  expect(bannerOf({ ...calm, status: online })).toBeNull()
  expect(bannerOf({ ...calm, backUntilMs: 10_001, status: online })).toEqual({ kind: 'back' })
  expect(bannerOf({ ...calm, backUntilMs: 10_000, status: online })).toBeNull()
})

test('[UX-14] each 44xx has its own card, and no banner beside it', () => {
  const done = { name: 'done' } as const
  expect(cardOf(stopped(4401), done, 0)).toEqual({ kind: 'session-over' })
  expect(cardOf(stopped(4403), done, 0)).toEqual({ kind: 'banned' })
  expect(cardOf(stopped(4409), done, 0)).toEqual({ kind: 'open-elsewhere' })
  expect(cardOf(stopped(4429), done, 0)).toEqual({ kind: 'flood' })
  expect(cardOf(stopped(4400), done, 0)).toEqual({ kind: 'stopped' })
  expect(cardOf(stopped(0, 'version_unsupported'), done, 0)).toEqual({ kind: 'outdated' })
  expect(bannerOf({ ...calm, shownSinceLoss: true, status: stopped(4401) })).toBeNull()
  expect(cardOf(waiting(0), done, 0)).toBeNull()
})

test('[client.md 7] a start that fails shows a card with the time of the next try', () => {
  expect(cardOf(null, { name: 'failed', retryAtMs: 3_500 }, 1_000)).toEqual({ kind: 'boot', seconds: 3 })
  expect(cardOf(null, { name: 'starting' }, 1_000)).toBeNull()
})
