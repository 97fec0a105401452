import { expect, test } from 'bun:test'
import type { MessagePosted } from '#protocol/message-events.ts'
import { HeldLines } from './held-lines.ts'

const line = (seq: number, body = `${seq}`): MessagePosted => ({
  ...{ seq, at: seq, type: 'message.posted', cid: `c${seq}`, body },
  by: { id: 'pada', name: 'Ada', look: 1 },
})

test('a message is found wherever the page holds it, and in the window first', () => {
  const held = new HeldLines({
    lines: [line(20), line(22)],
    above: { before: 20, from: 10, lines: [line(11), line(19)], notices: [], atStart: false },
    below: null,
    tail: [line(22, 'as it was'), line(90)],
  })
  expect([11, 19, 20, 22, 90].map((seq) => held.get(seq)?.body)).toEqual(['11', '19', '20', '22', '90'])
  expect([0, 12, 21, 23, 91].map((seq) => held.has(seq))).toEqual([false, false, false, false, false])
  expect([...held.all().values()].map(({ body }) => body).sort()).toEqual(['11', '19', '20', '22', '90'])
})
