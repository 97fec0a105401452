import { expect, test } from 'bun:test'
import { hashText } from '../hash-of.ts'
import type { SeenEvent } from '../history.ts'
import { goodStory, type Story } from './story.ts'

/** Ada takes her first message back: it is a stub from now on. */
function erase(story: Story): { stub: SeenEvent; erasure: SeenEvent } {
  story.sends('ada', 'x1', 'x1', 'message.erase')
  const erasure = story.stores('ada', 'x1', { type: 'message.erased', of: 1 })
  story.isTold('ada', 'x1', erasure.seq)
  const stub = { ...story.log[0], hash: hashText('stub'), erased: erasure.seq } as SeenEvent
  story.log[0] = stub
  for (const client of ['ada', 'bob']) story.hears(client, erasure)
  return { stub, erasure }
}

test('[C-2] [P-7] a body before its erasure, its stub after it', () => {
  const story = goodStory()
  const { stub } = erase(story)
  story.joins('eve', 5, [{ ...stub, now: { v: 5, hash: 9 } }, ...story.log.slice(1)])
  expect(story.breaks()).toEqual([])
})

test('[C-2] [B-8] another body for one client', () => {
  const story = goodStory()
  const event = story.says('ada', 'a3', 'ada')
  story.hears('bob', { ...event, hash: hashText('another') })
  expect(story.breaks()).toEqual(['C-2'])
})

test('[C-2] all were told another body than is stored', () => {
  const story = goodStory()
  const event = story.says('ada', 'a3', 'ada', 'bob')
  story.log[4] = { ...event, hash: hashText('another') }
  expect(story.breaks()).toEqual(['C-2'])
})

test('[C-2] [P-1] the same number is another event later', () => {
  const story = goodStory()
  const event = story.says('ada', 'a3', 'ada')
  story.hears('bob', { ...event, cid: 'b7', author: 'bob' })
  expect(story.breaks()).toContain('C-2')
})

test('[C-2] a stub of what was never erased, and by what erases nothing', () => {
  const story = goodStory()
  story.reads('bob', 1, [{ ...story.log[0], hash: 7, erased: 3 } as SeenEvent])
  expect(story.breaks()).toEqual(['C-2'])
  const other = goodStory()
  const { stub } = erase(other)
  other.log[0] = { ...stub, erased: 3 }
  other.reads('bob', 1, [{ ...stub, erased: 3 }])
  expect(other.breaks()).toContain('C-2')
})
