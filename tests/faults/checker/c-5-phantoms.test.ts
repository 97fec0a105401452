import { expect, test } from 'bun:test'
import { goodStory } from './story.ts'

test('[C-5] [P-4] [B-6] received, and not in the log', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  const event = story.stores('ada', 'a3')
  story.hears('bob', event)
  story.isRefused('ada', 'a3')
  story.log.pop()
  expect(story.breaks()).toContain('C-5')
})

test('[C-5] received, and the log has another event there', () => {
  const story = goodStory()
  story.hears('bob', { seq: 5, type: 'message.posted', author: 'eve', cid: 'e1', hash: 1 })
  story.says('ada', 'a3', 'ada')
  expect(story.breaks()).toContain('C-5')
})

test('[C-5] received before it was sent', () => {
  const story = goodStory()
  const event = story.stores('ada', 'a3')
  story.hears('bob', event)
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', event.seq)
  story.hears('ada', event)
  expect(story.breaks()).toEqual(['C-5'])
})
