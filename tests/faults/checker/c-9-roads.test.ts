import { expect, test } from 'bun:test'
import { hashText } from '../hash-of.ts'
import { AWAY_MS } from './c-9-roads.ts'
import { fileOf, goodStory, type Story } from './story.ts'

const WORDS = { words: hashText('tea') }

/** Eve hears by push; ada has sent a file with number 5, and bans eve with number 6. */
function banned(): Story {
  const story = goodStory()
  story.subscribes('eve')
  story.saysWith('ada', 'a3', { files: [fileOf(5)] }, 'ada', 'bob')
  changes(story, 'banned')
  return story
}

function changes(story: Story, how: 'banned' | 'pardoned') {
  story.sends('ada', how, how, 'member.ban')
  const event = story.stores('ada', how, { type: 'member.changed', member: { who: 'eve', how } })
  story.isTold('ada', how, event.seq)
  story.hears('ada', event)
  story.hears('bob', event)
}

test('[C-9] [P-27] what was sent before a ban may arrive; so may what was asked for before it', () => {
  const story = banned()
  story.isPushed('eve', 5)
  story.downloads('eve', 5, { bytes: fileOf(5) }, 1_000)
  story.downloads('eve', 5, { how: 'refused', code: 'not_found' })
  expect(story.breaks()).toEqual([])
})

test('[C-9] [T-7] [B-16] a push of what was said after the ban; of what was said before it, long after it', () => {
  const after = banned()
  const { seq } = after.says('ada', 'a4', 'ada', 'bob')
  after.isPushed('eve', seq)
  expect(after.breaks()).toEqual(['C-9'])
  const late = banned()
  late.waits(AWAY_MS + 1_000)
  late.isPushed('eve', 5)
  const { now } = late
  expect(late.breaks()).toEqual(['C-9'])
  late.deeds.push({ t: now - 9_000, kind: 'stalled', until: now })
  expect(late.breaks()).toEqual([])
})

test('[C-9] [T-8] [B-22] a file for who was put out', () => {
  const story = banned()
  story.downloads('eve', 5, { bytes: fileOf(5) })
  expect(story.breaks()).toEqual(['C-9'])
})

test('[C-9] pardoned: both again', () => {
  const story = banned()
  changes(story, 'pardoned')
  const { seq } = story.says('ada', 'a4', 'ada', 'bob')
  story.isPushed('eve', seq)
  story.downloads('eve', 5, { bytes: fileOf(5) })
  expect(story.breaks()).toEqual([])
})

/** Number 6 has erased number 5. */
function erased(): Story {
  const story = goodStory()
  story.subscribes('eve')
  const line = story.saysWith('ada', 'a3', { ...WORDS, files: [fileOf(5)] }, 'ada', 'bob')
  story.sends('ada', 'x1', 'x1', 'message.erase')
  const erasure = story.stores('ada', 'x1', { type: 'message.erased', of: 5 })
  const { words: _words, files: _files, ...bare } = line
  story.log[4] = { ...bare, hash: 1, erased: erasure.seq }
  story.isTold('ada', 'x1', erasure.seq)
  for (const client of ['ada', 'bob']) story.hears(client, erasure)
  return story
}

test('[C-9] [P-7] what was erased is not there any more', () => {
  const story = erased()
  story.isPushed('eve', 5, 'tea')
  story.downloads('eve', 5, { bytes: fileOf(5) }, 1_000)
  story.downloads('eve', 5, { how: 'refused', code: 'not_found' })
  expect(story.breaks()).toEqual([])
})

test('[C-9] [P-7] [B-17] [B-23] erased words in a push, an erased file, one in a list', () => {
  const pushed = erased()
  pushed.waits(AWAY_MS + 1_000)
  pushed.isPushed('eve', 5, 'tea')
  expect(pushed.breaks()).toEqual(['C-9'])
  const file = erased()
  file.downloads('bob', 5, { bytes: fileOf(5) })
  expect(file.breaks()).toEqual(['C-9'])
  const list = erased()
  list.lists('bob', 5)
  expect(list.breaks()).toEqual(['C-9'])
})
