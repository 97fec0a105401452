import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { Turns } from '#server/kit/turns.ts'
import { createContent } from './content.ts'

const PAGES = 5
const room = { id: 'r0123456789ab', name: 'tea', title: 'tea', access: 'open' } as const
const head = { room, epoch: '0123456789ab', asOf: PAGES, count: PAGES, atMs: 0 }
const reader = { locale: 'en', timeZone: 'UTC' } as const

/** A log that answers when it is let, a line a page. */
function slowLog() {
  const asked: (() => void)[] = []
  return {
    asked,
    async after(_room: string, after: number) {
      await new Promise<void>((resolve) => asked.push(resolve))
      const seq = after + 1
      const lines = [{ seq, json: `{"seq":${seq}}`, crowded: false }]
      return { first: seq, last: seq, lines, notices: [], head: PAGES, moreBelow: after > 0, moreAbove: seq < PAGES }
    },
    some: async () => [],
  }
}

test('[HOUSE-12] so many pages are made at once; who has one and takes no more holds nobody up', async () => {
  const lines = slowLog()
  const content = createContent({
    lines,
    storage: { read: () => Promise.reject(new Error('not asked')) },
    blobs: { read: async () => null },
    making: new Turns(2),
  })
  const files = Array.from({ length: 4 }, () => content(head, 'ndjson', reader))
  for (const file of files) await file.next()
  const [one, two, three, four] = files.map((file) => file.next())
  await nextTurn()
  expect(lines.asked).toHaveLength(2)
  // Its reader has a page, asks for no other, and keeps nobody from the others'.
  lines.asked[0]?.()
  expect((await one)?.value).toContain('"seq":1')
  await nextTurn()
  expect(lines.asked).toHaveLength(3)
  for (const file of [two, three, four]) {
    await nextTurn()
    for (const answer of lines.asked) answer()
    expect((await file)?.value).toContain('"seq":1')
  }
})
