import { expect, test } from 'bun:test'
import { goodStory } from './story.ts'

test('[C-6] [P-5] sent again after a loss: the first answer', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  const event = story.stores('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', event.seq, true)
  for (const client of ['ada', 'bob']) story.hears(client, event)
  expect(story.breaks()).toEqual([])
})

test('[C-6] [B-5] the same command is there twice', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  const first = story.stores('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.sends('ada', 'a3')
  const second = story.stores('ada', 'a3')
  story.isTold('ada', 'a3', second.seq)
  for (const client of ['ada', 'bob']) story.hears(client, first, second)
  expect(story.breaks()).toEqual(['C-6'])
})

test('[C-6] [F-20] equal sends of two clients of one person get equal answers', () => {
  for (const [seq, broken] of [
    [5, []],
    [4, ['C-6']],
  ] as const) {
    const story = goodStory()
    story.sends('ada', 'a3')
    story.sends('ada/2', 'a3')
    const event = story.stores('ada', 'a3')
    story.isTold('ada', 'a3', event.seq)
    story.isTold('ada/2', 'a3', seq, true)
    for (const client of ['ada', 'bob']) story.hears(client, event)
    expect(story.breaks()).toEqual([...broken])
  }
})

test('[C-6] what was so already names the event that made it so', () => {
  const story = goodStory()
  story.sends('ada', 'r1', 'r1', 'message.react')
  story.isTold('ada', 'r1', 3, true)
  expect(story.breaks()).toEqual([])
})

test('[C-6] another wish with the same cid is granted', () => {
  const story = goodStory()
  story.sends('ada', 'a3', 'one')
  const event = story.stores('ada', 'a3')
  story.isUnsure('ada', 'a3')
  story.sends('ada', 'a3', 'other')
  story.isTold('ada', 'a3', event.seq, true)
  for (const client of ['ada', 'bob']) story.hears(client, event)
  expect(story.breaks()).toEqual(['C-6'])
})

test('[C-6] stored twice as new', () => {
  const story = goodStory()
  const event = story.says('ada', 'a3', 'ada', 'bob')
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', event.seq)
  expect(story.breaks()).toEqual(['C-6'])
})
