import { expect, test } from 'bun:test'
import { goodStory } from './story.ts'

test('[C-1] [P-1] floor … head, each once', () => {
  expect(goodStory().breaks()).toEqual([])
})

test('[C-1] a number that nothing has', () => {
  const story = goodStory()
  story.head = 5
  expect(story.breaks()).toContain('C-1')
  const other = goodStory()
  other.stores('ada', 'a3')
  const burnt = other.stores('ada', 'a4')
  other.log = other.log.filter(({ seq }) => seq !== burnt.seq - 1)
  expect(other.breaks()).toContain('C-1')
})

test('[C-1] a number that two events have', () => {
  const story = goodStory()
  story.log.push({ ...story.stores('ada', 'a3'), cid: 'a4' })
  expect(story.breaks()).toContain('C-1')
})

test('[C-1] a number above the head', () => {
  const story = goodStory()
  story.head = 3
  expect(story.breaks()).toContain('C-1')
})
