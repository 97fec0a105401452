import { expect, test } from 'bun:test'
import { EPOCH, goodStory, ROOM } from './story.ts'

test('[C-4] [P-3] [B-3] acknowledged, and not there', () => {
  const story = goodStory()
  story.says('ada', 'a3')
  story.log.pop()
  expect(story.breaks()).toEqual(['C-4'])
})

test('[C-4] acknowledged, and another event has its number', () => {
  const story = goodStory()
  const event = story.says('ada', 'a3')
  story.log[4] = { ...event, cid: 'z9' }
  expect(story.breaks()).toContain('C-4')
})

test('[C-4] [F-1] acknowledged and lost, and the number is given to another', () => {
  for (const stays of ['a3', 'b3']) {
    const story = goodStory()
    for (const [client, cid] of [
      ['ada', 'a3'],
      ['bob', 'b3'],
    ] as const) {
      story.sends(client, cid)
      story.isTold(client, cid, 5)
    }
    story.stores(stays === 'a3' ? 'ada' : 'bob', stays)
    expect(story.breaks()).toContain('C-4')
  }
})

test('[C-4] a repeat that was answered with a number which nothing has', () => {
  const story = goodStory()
  story.sends('ada', 'a3')
  story.isTold('ada', 'a3', 7, true)
  expect(story.breaks()).toEqual(['C-4'])
})

test('[C-4] [P-21] what a declared restore has taken back is no loss, and what it kept has to be there', () => {
  const story = goodStory()
  story.epoch = 'e2'
  story.log = story.log.slice(0, 2)
  for (const client of ['ada', 'bob']) story.loses(client)
  expect(story.breaks()).toContain('C-4')
  story.deeds.push({ t: 1, kind: 'epoch_changed', room: ROOM, from: EPOCH, to: 'e2', head: 2 })
  expect(story.breaks()).toEqual([])
  story.log = story.log.slice(0, 1)
  expect(story.breaks()).toContain('C-4')
})
