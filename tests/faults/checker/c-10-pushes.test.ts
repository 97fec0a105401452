import { expect, test } from 'bun:test'
import { hashText } from '../hash-of.ts'
import type { SeenEvent } from '../history.ts'
import { goodStory, ROOM, type Story } from './story.ts'

const WORDS = { words: hashText('tea') }

/** Eve hears by push of what the others say, and ada has said something in plain words since: number 5. */
function told({ isHidden = false } = {}): Story {
  const story = goodStory()
  story.subscribes('eve', isHidden)
  story.saysWith('ada', 'a3', WORDS, 'ada', 'bob')
  return story
}

test('[C-10] [P-33] told of what others say, in its words, or without them', () => {
  const story = told()
  story.waits(2_000)
  story.isPushed('eve', 5, 'tea')
  story.says('bob', 'b3', 'ada', 'bob')
  story.waits(30_000)
  story.isPushed('eve', 6)
  expect(story.breaks()).toEqual([])
  const hidden = told({ isHidden: true })
  hidden.isPushed('eve', 5, 'Sent a message')
  expect(hidden.breaks()).toEqual([])
})

test('[C-5] [P-4] [B-19] a push that leads to no message of the log, or was sent before it was said', () => {
  const nowhere = told()
  nowhere.isPushed('eve', 9)
  expect(nowhere.breaks()).toEqual(['C-10', 'C-5'])
  const early = goodStory()
  early.subscribes('eve')
  early.isPushed('eve', 5)
  early.says('ada', 'a3', 'ada', 'bob')
  expect(early.breaks()).toEqual(['C-5'])
})

test('[C-2] [P-33] [B-20] a push with other words; those of an edit are right, too', () => {
  const wrong = told()
  wrong.isPushed('eve', 5, 'Tea!')
  expect(wrong.breaks()).toEqual(['C-2'])
  const edited = told()
  edited.saysWith('ada', 'e1', { type: 'message.edited', of: 5, words: hashText('cup') }, 'ada', 'bob')
  edited.isPushed('eve', 5, 'cup')
  edited.isPushed('eve', 5, 'tea')
  expect(edited.breaks()).toEqual([])
})

test('[C-2] a reaction has no words, and excuses none; of words with marks nothing is known', () => {
  const story = told()
  story.saysWith('bob', 'r1', { type: 'message.reacted', of: 5 }, 'ada', 'bob')
  story.isPushed('eve', 5, 'Tea!')
  expect(story.breaks()).toEqual(['C-2'])
  const marked = goodStory()
  marked.subscribes('eve')
  marked.says('ada', 'a3', 'ada', 'bob')
  marked.isPushed('eve', 5, 'whatever')
  expect(marked.breaks()).toEqual([])
})

test('[C-10] [B-25] [B-26] pushed to who said it, or with words that were to be hidden', () => {
  const own = told()
  own.subscribes('ada')
  own.isPushed('ada', 5)
  own.isPushed('eve', 5)
  expect(own.breaks()).toEqual(['C-10'])
  const hidden = told({ isHidden: true })
  hidden.isPushed('eve', 5, 'tea')
  expect(hidden.breaks()).toEqual(['C-10'])
})

test('[C-10] [B-18] never told', () => {
  expect(told().breaks()).toEqual(['C-10'])
  const stale = told()
  stale.isPushed('eve', 5)
  stale.says('bob', 'b3', 'ada', 'bob')
  stale.waits(30_000)
  expect(stale.breaks()).toEqual(['C-10'])
})

test('[C-10] told late, and not so late: what a server cannot do while it is down or stands still is not its fault', () => {
  const late = told()
  late.waits(50_000)
  late.isPushed('eve', 5)
  expect(late.breaks()).toEqual(['C-10'])
  late.deeds.push({ t: 10_000, kind: 'server_down' }, { t: 16_000, kind: 'server_up' })
  expect(late.breaks()).toEqual([])
  late.deeds.splice(0, 2, { t: 10_000, kind: 'stalled', until: 16_000 })
  expect(late.breaks()).toEqual([])
})

test('[C-10] [B-18] a push leaves one alone for 30 s, and a start ends that', () => {
  const calm = told()
  calm.isPushed('eve', 5)
  calm.says('bob', 'b3', 'ada', 'bob')
  calm.waits(10_000)
  calm.deeds.push({ t: calm.now, kind: 'server_down' }, { t: calm.now + 1, kind: 'server_up' })
  // The end comes a minute later: 45 s after the start, and 31 s after the silence would have ended.
  calm.waits(-9_000)
  expect(calm.breaks()).toEqual(['C-10'])
  calm.deeds.length = 0
  calm.waits(-60_000)
  expect(calm.breaks()).toEqual([])
})

test('[C-10] nothing is due to who was put out, nor for what was erased or taken back', () => {
  const out = told()
  out.sends('ada', 'n1', 'n1', 'member.ban')
  const ban = out.stores('ada', 'n1', { type: 'member.changed', member: { who: 'eve', how: 'banned' } })
  out.isTold('ada', 'n1', ban.seq)
  for (const client of ['ada', 'bob']) out.hears(client, ban)
  out.says('bob', 'b3', 'ada', 'bob')
  expect(out.breaks()).toEqual([])
  const erased = told()
  erased.sends('ada', 'x1', 'x1', 'message.erase')
  const erasure = erased.stores('ada', 'x1', { type: 'message.erased', of: 5 })
  const { words: _words, ...bare } = erased.log[4] as SeenEvent
  erased.log[4] = { ...bare, hash: 1, erased: erasure.seq }
  erased.isTold('ada', 'x1', erasure.seq)
  for (const client of ['ada', 'bob']) erased.hears(client, erasure)
  expect(erased.breaks()).toEqual([])
  const restored = told()
  for (const client of ['ada', 'bob']) restored.loses(client)
  restored.deeds.push({ t: restored.now, kind: 'epoch_changed', room: ROOM, from: 'e1', to: 'e2', head: 4 })
  restored.epoch = 'e2'
  restored.log.pop()
  expect(restored.breaks()).toEqual([])
})

test('a run in which nothing came by a road that is wanted is void', () => {
  const story = told()
  expect(story.ends({ roads: ['push'] }).void).toBe('nothing came by push')
  story.isPushed('eve', 5)
  expect(story.ends({ roads: ['push'] })).toMatchObject({ void: null, checked: { pushed: 1 } })
})
