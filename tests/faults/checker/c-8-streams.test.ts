import { expect, test } from 'bun:test'
import { goodStory, ROOM } from './story.ts'

test('[C-8] [P-8] contiguous across a reconnect, and what a tick repeats', () => {
  const story = goodStory()
  story.loses('bob')
  const [a3, a4] = [story.says('ada', 'a3', 'ada'), story.says('ada', 'a4', 'ada')]
  story.resumes('bob', 4)
  story.hears('bob', a3, a4)
  story.hears('bob', a4)
  expect(story.breaks()).toEqual([])
})

test('[C-8] [B-1] one event not sent to one client', () => {
  const story = goodStory()
  story.says('ada', 'a3', 'ada')
  story.says('ada', 'a4', 'ada', 'bob')
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] [B-1] the last event not sent to one client', () => {
  const story = goodStory()
  story.says('ada', 'a3', 'ada')
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] [B-2] two swapped in a frame', () => {
  const story = goodStory()
  const [a3, a4] = [story.says('ada', 'a3', 'ada'), story.says('ada', 'a4', 'ada')]
  story.hears('bob', a4, a3)
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] [P-9] [B-12] live begins at n + 2', () => {
  const story = goodStory()
  story.joins('eve', 4)
  story.says('ada', 'a3', 'ada', 'bob')
  story.says('ada', 'a4', 'ada', 'bob', 'eve')
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] [B-14] a resume that stops after its first page', () => {
  const story = goodStory()
  story.loses('bob')
  const a3 = story.says('ada', 'a3', 'ada')
  story.says('ada', 'a4', 'ada')
  story.resumes('bob', 4)
  story.hears('bob', a3)
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] a resume that goes on after more than was got', () => {
  const story = goodStory()
  story.joins('eve', 2)
  story.loses('eve')
  story.resumes('eve', 4)
  expect(story.breaks()).toEqual(['C-8'])
})

test('[C-8] [P-11] shown twice, shown with a hole, and not shown', () => {
  const story = goodStory()
  story.isShown('bob', [], 0)
  story.isShown('bob', [1, 2, 3, 4])
  expect(story.breaks()).toEqual([])
  story.isShown('bob', [4])
  expect(story.breaks()).toEqual(['C-8'])
  const hole = goodStory()
  hole.isShown('bob', [], 0)
  hole.isShown('bob', [1, 2, 4])
  expect(hole.breaks()).toEqual(['C-8'])
  const less = goodStory()
  less.isShown('bob', [], 0)
  less.isShown('bob', [1, 2, 3])
  expect(less.breaks()).toEqual(['C-8'])
})

test('[C-8] who has left, or is away, is not waited for', () => {
  const story = goodStory()
  story.loses('bob')
  story.writes('ada', { kind: 'left', room: ROOM })
  story.says('ada', 'a3')
  expect(story.breaks()).toEqual([])
})
