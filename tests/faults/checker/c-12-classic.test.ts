import { expect, test } from 'bun:test'
import { hashText } from '../hash-of.ts'
import { goodStory, ROOM, type Story } from './story.ts'

const PAGES = ['c1', 'c2'] as const

/** Two classic pages are in; the first says these, and both hear them. */
function withPages(...lines: readonly string[]): Story {
  const story = goodStory()
  for (const page of PAGES) story.writes(page, { kind: 'classic_in' })
  for (const line of lines) {
    says(story, line)
    for (const page of PAGES) hears(story, page, line)
  }
  return story
}

function says(story: Story, line: string) {
  story.writes('c1', { kind: 'classic_said', words: hashText(line) })
  stores(story, line)
}

function stores(story: Story, line: string, cid = line) {
  const event = story.stores('classic', cid, { words: hashText(line) })
  for (const client of ['ada', 'bob']) story.hears(client, event)
}

const hears = (story: Story, page: string, line: string) =>
  story.writes(page, { kind: 'classic_heard', words: hashText(line) })

test('[C-12] what a page heard is in the log, in its order; what others say is none of it', () => {
  const story = withPages('one', 'two')
  hears(story, 'c2', 'of ada')
  const report = story.ends({ roads: ['classic'] })
  expect(report).toMatchObject({ count: 0, void: null, checked: { classic: 5 } })
  expect(goodStory().ends({ roads: ['classic'] }).void).toBe('nothing came by classic')
})

test('[C-12] [P-3] heard, and not in the log: a loss, but for a restore', () => {
  const story = withPages('one')
  story.writes('c1', { kind: 'classic_said', words: hashText('lost') })
  expect(story.breaks()).toEqual([])
  hears(story, 'c2', 'lost')
  expect(story.breaks()).toEqual(['C-12'])
  story.deeds.push({ t: story.now + 1, kind: 'epoch_changed', room: 'other', from: 'a', to: 'b', head: 1 })
  expect(story.breaks()).toEqual([])
})

test('[C-12] [B-30] said once, and stored twice', () => {
  const story = withPages('one')
  stores(story, 'one', 'again')
  expect(story.breaks()).toEqual(['C-12'])
})

test('[C-12] [P-1] heard in another order, or twice', () => {
  for (const order of [
    ['two', 'one'],
    ['one', 'two', 'two'],
  ]) {
    const story = withPages()
    for (const line of ['one', 'two']) says(story, line)
    for (const line of order) hears(story, 'c2', line)
    expect(story.breaks()).toEqual(['C-12'])
  }
})

test('[C-12] [B-29] not heard between two that were; nobody knows so over an absence', () => {
  const story = withPages('one')
  says(story, 'missed')
  says(story, 'three')
  story.writes('c2', { kind: 'closed', code: 1006 })
  story.writes('c2', { kind: 'classic_in' })
  hears(story, 'c2', 'three')
  expect(story.breaks()).toEqual([])
  hears(story, 'c1', 'three')
  expect(story.breaks()).toEqual(['C-12'])
  expect(story.ends().violations).toMatchObject([{ room: ROOM, client: 'c1', seq: 6 }])
})

test('[C-12] [P-2] stored in another order than it was said', () => {
  const story = withPages()
  for (const line of ['one', 'two']) story.writes('c1', { kind: 'classic_said', words: hashText(line) })
  for (const line of ['two', 'one']) stores(story, line)
  expect(story.breaks()).toEqual(['C-12'])
})
