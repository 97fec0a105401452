import { expect, test } from 'bun:test'
import { saidOf } from '../hash-of.ts'
import { goodStory, ROOM, type Story } from './story.ts'

const large = { name: 'cup', id: 'e1', width: 300, height: 200 }
const whole = { body: ':cup:', sticker: large }

const writes = (story: Story, what: Parameters<typeof saidOf>[0], cid = 's1') => {
  const sticker = what['sticker'] ? { sticker: { picture: large.id, toldT: story.now } } : {}
  story.writes('ada', { kind: 'wrote', room: ROOM, cid, said: saidOf(what), ...sticker })
}
/** Ada writes `what`, and the log has `stored`. */
function says(story: Story, what: Parameters<typeof saidOf>[0], stored = what): Story {
  writes(story, what)
  story.saysWith('ada', 's1', { said: saidOf(stored) }, 'ada', 'bob')
  return story
}

test('[C-15] words, files and stickers as they were said', () => {
  for (const what of [{ body: 'tea' }, { body: '', files: [{ id: 'f1', name: 'a' }] }, whole])
    expect(says(goodStory(), what).breaks()).toEqual([])
  expect(says(goodStory(), whole).ends({ roads: ['sticker'] })).toMatchObject({ void: null, checked: { stickers: 1 } })
  expect(says(goodStory(), { body: 'tea' }).ends({ roads: ['sticker'] }).void).toBe('nothing came by sticker')
})

test('[C-15] [B-36] [B-37] another picture, another size or name of it, no picture, other words, another file', () => {
  for (const sticker of [{ ...large, id: 'e2' }, { ...large, width: 1 }, { ...large, name: 'Cup' }, undefined])
    expect(says(goodStory(), whole, { body: ':cup:', sticker }).breaks()).toEqual(['C-15'])
  expect(says(goodStory(), { body: 'tea' }, { body: 'te' }).breaks()).toEqual(['C-15'])
  expect(says(goodStory(), { body: '', files: [{ id: 'f1' }] }, { body: '', files: [{ id: 'f2' }] }).breaks()).toEqual([
    'C-15',
  ])
})

test('[C-15] words that are gone for good say nothing', () => {
  const story = says(goodStory(), { body: 'tea' }, { body: undefined })
  story.sends('ada', 'x1', 'x1', 'message.erase')
  const { seq } = story.stores('ada', 'x1', { type: 'message.erased', of: 5 })
  story.isTold('ada', 'x1', seq)
  story.log = story.log.map((event) => (event.seq === 5 ? { ...event, erased: seq } : event))
  expect(story.breaks()).not.toContain('C-15')
})

/** Ada says a sticker of the landlady's pack, and is told that it is not there. */
function refused(code = 'not_found'): Story {
  const story = goodStory()
  story.writes('landlady', { kind: 'packed', pack: 'k1', title: 'pack 1', pictures: ['e1'] })
  writes(story, whole)
  story.sends('ada', 's1')
  story.isRefused('ada', 's1', code)
  return story
}

test('[C-15] [B-39] a sticker that was offered is refused: its pack is gone, or a restore took it, or it is a fault', () => {
  expect(refused('rate_limited').breaks()).toEqual([])
  expect(refused().breaks()).toEqual(['C-15'])
  const removed = refused()
  removed.writes('landlady', { kind: 'unpacked', pack: 'k1' })
  expect(removed.breaks()).toEqual([])
  const restored = refused()
  restored.deeds.push({ t: restored.now + 1, kind: 'epoch_changed', room: 'other', from: 'a', to: 'b', head: 1 })
  expect(restored.breaks()).toEqual([])
})
