import { expect, test } from 'bun:test'
import type { SeenEvent } from '../history.ts'
import { EPOCH, goodStory, ROOM, type Story } from './story.ts'

/** Bob reacts to ada's first message with number 5. Lines as they are then. */
function changed(v = 5, hash = 77): { story: Story; lines: SeenEvent[] } {
  const story = goodStory()
  story.sends('bob', 'r1', 'r1', 'message.react')
  const event = story.stores('bob', 'r1', { type: 'message.reacted', of: 1 })
  story.isTold('bob', 'r1', 5)
  for (const client of ['ada', 'bob']) story.hears(client, event)
  const [first, ...others] = story.log.slice(0, 4) as [SeenEvent, ...SeenEvent[]]
  return {
    story,
    lines: [{ ...first, now: { v, hash } }, ...others.map((line) => ({ ...line, now: { v: 0, hash: 0 } }))],
  }
}

test('[C-8] [P-7] snapshot + events = fresh snapshot', () => {
  const { story, lines } = changed()
  story.joins('eve', 5, lines)
  story.writes('bob', { kind: 'folded', room: ROOM, epoch: EPOCH, asOf: 5, events: lines })
  expect(story.breaks()).toEqual([])
})

test('[C-8] the same change made something else of it for another', () => {
  const { story, lines } = changed()
  story.joins('eve', 5, lines)
  const other = lines.map((line) => (line.seq === 1 ? { ...line, now: { v: 5, hash: 78 } } : line))
  story.writes('bob', { kind: 'folded', room: ROOM, epoch: EPOCH, asOf: 5, events: other })
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] a snapshot without a change that it says to have', () => {
  const { story, lines } = changed(0, 0)
  story.joins('eve', 5, lines)
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] a state as of a change of something else', () => {
  const { story, lines } = changed(4)
  story.joins('eve', 5, lines)
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] a page that leaves out a line', () => {
  const { story, lines } = changed()
  story.joins('eve', 5, lines.slice(1))
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] all were told another state than the database has', () => {
  const { story, lines } = changed()
  story.joins('eve', 5, lines)
  story.log[0] = { ...lines[0], now: { v: 5, hash: 77 } } as SeenEvent
  expect(story.breaks()).toEqual([])
  story.log[0] = { ...lines[0], now: { v: 5, hash: 78 } } as SeenEvent
  expect(story.breaks()).toEqual(['C-8'])
})
