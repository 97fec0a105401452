import { expect, test } from 'bun:test'
import type { Line } from '#protocol/lines.ts'
import { changesOf } from './replay.ts'

const by = { id: 'p0000000000000000', name: 'Ada', look: 1 }
const posted = { type: 'message.posted', seq: 1, at: 5, cid: crypto.randomUUID(), by } as const
const card = (link: string, host: string) => ({ link, host, title: 'Your bank' })

test('[T-46] [T-76] a card of an archive leads where its message does, and cannot pass for another', () => {
  const link = 'https://evil.example/login'
  const line: Line = {
    ...posted,
    body: `look: ${link} and javascript:alert(1)`,
    now: {
      v: 2,
      cards: [
        card(link, 'bank.example'),
        card('https://bank.example/', 'bank.example'),
        card('javascript:alert(1)', 'bank.example'),
      ],
    },
  }
  expect(changesOf(line)?.map(({ facts }) => facts)).toEqual([
    { type: 'message.carded', cards: [card(link, 'evil.example')] },
  ])
})

test('[T-52] [T-76] more kinds of reactions than a message can have are refused before a change is made of them', () => {
  const reactions = Array.from({ length: 10_000 }, (_, at) => ({ kind: `k${at}`, count: 10_000, who: [] }))
  expect(changesOf({ ...posted, body: '', now: { v: 2, reactions } })).toBeNull()
  expect(changesOf({ ...posted, body: '', now: { v: 2, reactions: reactions.slice(0, 1) } })).toHaveLength(10_000)
})
