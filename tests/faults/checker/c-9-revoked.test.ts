import { expect, test } from 'bun:test'
import type { SeenEvent } from '../history.ts'
import { goodStory, type Story } from './story.ts'

/** Ada bans bob with number 5, which ada alone hears. */
function banned(): Story {
  const story = goodStory()
  story.sends('ada', 'n1', 'n1', 'member.ban')
  const event = story.stores('ada', 'n1', { type: 'member.changed', member: { who: 'bob', how: 'banned' } })
  story.isTold('ada', 'n1', 5)
  story.hears('ada', event)
  return story
}

test('[C-9] [P-27] put out, and nothing after it', () => {
  const story = banned()
  story.isPutOut('bob')
  story.says('ada', 'a3', 'ada')
  expect(story.breaks()).toEqual([])
})

test('[C-9] [B-11] unsubscribed one frame after the ban', () => {
  const before = banned()
  before.hears('bob', before.log[4] as SeenEvent, before.says('ada', 'a3', 'ada'))
  before.isPutOut('bob')
  expect(before.breaks()).toEqual(['C-9'])
  const after = banned()
  after.isPutOut('bob')
  after.hears('bob', after.log[4] as SeenEvent)
  expect(after.breaks()).toEqual(['C-9'])
})

test('[C-9] let in again, or given an answer, while barred', () => {
  const story = banned()
  story.isPutOut('bob')
  story.joins('bob', 5)
  expect(story.breaks()).toEqual(['C-9'])
  const reader = banned()
  reader.isPutOut('bob')
  reader.reads('bob', reader.now, reader.log.slice(0, 2), 5)
  expect(reader.breaks()).toEqual(['C-9'])
})

test('[C-9] pardoned, and back with what was missed', () => {
  const story = banned()
  story.isPutOut('bob')
  story.sends('ada', 'n2', 'n2', 'member.pardon')
  const pardon = story.stores('ada', 'n2', { type: 'member.changed', member: { who: 'bob', how: 'pardoned' } })
  story.isTold('ada', 'n2', 6)
  story.hears('ada', pardon)
  story.resumes('bob', 4)
  story.hears('bob', story.log[4] as SeenEvent, pardon)
  expect(story.breaks()).toEqual([])
})

test('[C-9] removed from a room that is open: may come back by itself, and from a private one not', () => {
  const story = goodStory()
  const event = story.stores('ada', 'n1', { type: 'member.changed', member: { who: 'bob', how: 'removed' } })
  story.hears('ada', event)
  story.isPutOut('bob')
  story.joins('bob', 5)
  expect(story.breaks()).toEqual([])
  story.access = 'private'
  expect(story.breaks()).toEqual(['C-9'])
})

/** Ada's first message is erased by number 5. */
function erased(): { story: Story; body: SeenEvent } {
  const story = goodStory()
  const body = story.log[0] as SeenEvent
  story.sends('ada', 'x1', 'x1', 'message.erase')
  const erasure = story.stores('ada', 'x1', { type: 'message.erased', of: 1 })
  story.log[0] = { ...body, hash: 1, erased: 5 }
  story.isTold('ada', 'x1', 5)
  for (const client of ['ada', 'bob']) story.hears(client, erasure)
  return { story, body }
}

test('[C-9] [P-7] [B-15] a resume gives a body that was erased', () => {
  const { story, body } = erased()
  story.resumes('eve', 0)
  story.hears('eve', body, ...story.log.slice(1))
  expect(story.breaks()).toEqual(['C-9'])
})

test('[C-9] history gives a body to who asked after its erasure, and to who asked before it', () => {
  const { story, body } = erased()
  const { now } = story
  story.reads('eve', 1_000, [body], 4)
  expect(story.breaks()).toEqual([])
  story.reads('eve', now, [body])
  expect(story.breaks()).toEqual(['C-9'])
})

test('[C-9] [P-7] an erasure that left the body where it was', () => {
  const { story, body } = erased()
  story.log[0] = body
  expect(story.breaks()).toEqual(['C-9'])
})
