import { expect, test } from 'bun:test'
import { goodStory, Story } from './story.ts'

test('[C-3] [P-2] two that are sent at one time may come in any order', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.sends('bob', 'b3')
  const b3 = story.stores('bob', 'b3')
  const a3 = story.stores('ada', 'a3')
  story.isTold('ada', 'a3', a3.seq)
  story.isTold('bob', 'b3', b3.seq)
  for (const client of ['ada', 'bob']) story.hears(client, b3, a3)
  expect(story.breaks()).toEqual([])
})

test('[C-3] answered before the other was sent, and the higher number', () => {
  const story = new Story()
  story.sends('ada', 'a1')
  story.isTold('ada', 'a1', 2)
  story.sends('bob', 'b1')
  story.stores('bob', 'b1')
  story.stores('ada', 'a1')
  story.isTold('bob', 'b1', 1)
  expect(story.breaks()).toEqual(['C-3'])
})

test('[C-3] heard before the other was sent, and the higher number', () => {
  const story = new Story()
  story.joins('eve', 0, [])
  story.sends('ada', 'a1')
  const event = { seq: 2, type: 'message.posted', author: 'ada', cid: 'a1', hash: 1 }
  story.hears('eve', event)
  story.sends('bob', 'b1')
  story.stores('bob', 'b1')
  story.stores('ada', 'a1', { hash: 1 })
  story.isTold('bob', 'b1', 1)
  expect(story.breaks()).toContain('C-3')
})

/** Ada sends a1, then a2, and a2 has the lower number; `between` is what happens in between. */
function overtaken(between: (story: Story) => void): Story {
  const story = new Story()
  story.sends('ada', 'a1')
  between(story)
  story.sends('ada', 'a2')
  story.isTold('ada', 'a2', story.stores('ada', 'a2').seq)
  story.sends('ada', 'a1')
  story.isTold('ada', 'a1', story.stores('ada', 'a1').seq)
  return story
}

test('[C-3] [P-2] one client’s messages keep the order in which they were sent first', () => {
  expect(overtaken((story) => story.isUnsure('ada', 'a1')).breaks()).toEqual(['C-3'])
  // What was refused may be sent again behind what was said since.
  expect(overtaken((story) => story.isRefused('ada', 'a1')).breaks()).toEqual([])
})

test('[C-3] an answer that was lost, and comes with the repeat', () => {
  const story = new Story()
  story.sends('ada', 'a1')
  story.isUnsure('ada', 'a1')
  const event = story.stores('ada', 'a1')
  story.says('ada', 'a2')
  story.sends('ada', 'a1')
  story.isTold('ada', 'a1', event.seq, true)
  expect(story.breaks()).toEqual([])
})
