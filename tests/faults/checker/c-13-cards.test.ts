import { expect, test } from 'bun:test'
import type { Got } from '../history.ts'
import { goodStory, ROOM, type Story } from './story.ts'

const asks = (story: Story, client: string, got: Got) =>
  story.writes(client, { kind: 'pictured', what: '/api/cards/f1', toldT: story.now, askedT: story.now, got })
const carded = (story: Story, hash: number) => story.writes('bob', { kind: 'carded', room: ROOM, seq: 4, hash, due: 1 })

test('[C-13] a card as its page says it, with a picture that is the same for all, or a line that broke', () => {
  const story = goodStory()
  carded(story, 1)
  asks(story, 'ada', { how: 'bytes', hash: 7 })
  asks(story, 'bob', { how: 'bytes', hash: 7 })
  asks(story, 'bob', { how: 'broken' })
  asks(story, 'bob', { how: 'refused', code: 'unavailable' })
  const report = story.ends({ roads: ['card', 'picture'] })
  expect(report).toMatchObject({ count: 0, void: null, checked: { carded: 1, pictured: 2 } })
  expect(goodStory().ends({ roads: ['card', 'picture'] }).void).toBe('nothing came by card, picture')
})

test('[C-13] [B-31] a card that says something else than its page', () => {
  const story = goodStory()
  carded(story, 2)
  expect(story.breaks()).toEqual(['C-13'])
})

test('[C-13] [B-32] a picture that is not there, but for a restore; or an error; or another one', () => {
  for (const code of ['not_found', 'internal', 'http 500']) {
    const story = goodStory()
    asks(story, 'bob', { how: 'refused', code })
    expect(story.breaks()).toEqual(['C-13'])
    story.deeds.push({ t: story.now + 1, kind: 'epoch_changed', room: 'other', from: 'a', to: 'b', head: 1 })
    expect(story.breaks()).toEqual(code === 'not_found' ? [] : ['C-13'])
  }
  const story = goodStory()
  asks(story, 'ada', { how: 'bytes', hash: 7 })
  asks(story, 'bob', { how: 'bytes', hash: 8 })
  expect(story.breaks()).toEqual(['C-13'])
})
