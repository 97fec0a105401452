import { expect, test } from 'bun:test'
import { goodStory } from './story.ts'

test('[C-7] [P-6] refused, and not stored; later sent again, and stored', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isRefused('ada', 'a3', 'rate_limited')
  story.says('ada', 'a3', 'ada', 'bob')
  story.sends('ada', 'a4')
  story.isRefused('ada', 'a4')
  expect(story.breaks()).toEqual([])
})

test('[C-7] [B-9] refused and stored all the same', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isRefused('ada', 'a3')
  const event = story.stores('ada', 'a3')
  for (const client of ['ada', 'bob']) story.hears(client, event)
  expect(story.breaks()).toEqual(['C-7'])
})

test('[C-7] [B-9] refused, and the repeat says that it had been stored', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isRefused('ada', 'a3', 'busy')
  const event = story.stores('ada', 'a3')
  for (const client of ['ada', 'bob']) story.hears(client, event)
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', event.seq, true)
  expect(story.breaks()).toContain('C-7')
})

test('[C-7] a refusal of the repeat says nothing about the sending before it', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  const event = story.stores('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.sends('ada', 'a3')
  story.isRefused('ada', 'a3', 'rate_limited')
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', event.seq, true)
  for (const client of ['ada', 'bob']) story.hears(client, event)
  expect(story.breaks()).toEqual([])
})

test('[C-7] [B-10] no answer for 10 s on an open line, unless nobody could be answered', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  const { now } = story
  expect(story.breaks()).toEqual(['C-7'])
  story.deeds.push({ t: now + 1_000, kind: 'stalled', until: now + 20_000 })
  expect(story.breaks()).toEqual([])
})

test('[C-7] [B-10] the client gave up after 10 s, and has its answer by the repeat', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.waits(10_000)
  story.isUnsure('ada', 'a3')
  story.says('ada', 'a3', 'ada', 'bob')
  expect(story.breaks()).toEqual(['C-7'])
})

test('[C-7] a line that is lost at once is no late answer', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.loses('ada')
  expect(story.breaks()).toEqual([])
})

test('[C-7] unknown, and never sent again though the client is back', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.loses('ada')
  story.resumes('ada', 4)
  expect(story.breaks()).toEqual(['C-7'])
})

test('[C-7] two answers to one command', () => {
  const story = goodStory()
  story.says('ada', 'a3', 'ada', 'bob')
  story.isTold('ada', 'a3', 5, true)
  expect(story.breaks()).toEqual(['C-7'])
})
