import { afterEach, expect, test } from 'bun:test'
import type { Room } from '#sdk/index.ts'
import { dropPosting, MOST_POSTINGS, type Posting, postings, restorePostings } from './postings.ts'

const room = { name: 'tea' } as Room // nobody asks more of it here
const posting = (cid: string): Posting => ({
  ...{ cid, room, roomId: null, body: cid, saying: {}, travels: [] },
  ...{ writtenMs: 0, failed: null },
})
const many = (of: string) => Array.from({ length: MOST_POSTINGS }, (_, n) => posting(`${of} ${n}`))
const cids = () => postings.peek().map(({ cid }) => cid)

afterEach(() => {
  for (const cid of cids()) dropPosting(cid)
})

test('[P-11] what another page left comes before what is new, each once, and takes the place of none', () => {
  const [own, left] = [many('own'), many('left')]
  restorePostings(own)
  restorePostings([...left, ...own.slice(0, 3)])
  expect(cids()).toEqual([...left, ...own].map(({ cid }) => cid))
})
