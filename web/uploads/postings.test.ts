import { afterEach, expect, test } from 'bun:test'
import type { Room } from '#sdk/index.ts'
import { openModel } from '#tests/kit/client-on-model.ts'
import { room as roomOfPage } from '#web/store/session.ts'
import {
  addPosting,
  dropPosting,
  findPosting,
  leaving,
  MOST_POSTINGS,
  type Posting,
  postings,
  postWhole,
  restorePostings,
} from './postings.ts'

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

test('[HOUSE-12] [P-11] one that finds no room among the unsent ones keeps its row, and goes once there is room', () => {
  let isFull = true
  const posted: string[] = []
  const post = (body: string) => {
    if (isFull) throw new RangeError('more than 1000 unsent messages')
    posted.push(body)
    return body
  }
  const listen = () => () => {}
  const one = { ...posting('late'), room: { ...room, post, listen, place: null } as unknown as Room }
  restorePostings([one])
  postWhole(one)
  expect([findPosting('late')?.failed, leaving.peek(), posted]).toEqual([{ code: 'too_many_unsent' }, [], []])
  isFull = false
  postWhole(one)
  expect([cids(), leaving.peek(), posted]).toEqual([[], [one], ['late']])
})

test('[HOUSE-12] [P-11] how many are unsent is counted in one place, over all rooms, when the files are there', () => {
  const client = openModel().connect()
  const [here, elsewhere] = [client.room('tea'), client.room('pots')]
  roomOfPage.value = here
  for (let n = 0; n < 1_000; n++) here.post(`${n}`)
  const taken = addPosting('with files', {}, [])
  if (!taken) throw new Error('There was room for it')
  here.discard(here.outgoing[0]?.cid ?? '')
  const other = elsewhere.post('the last that has room')
  postWhole(taken)
  expect(findPosting(taken.cid)?.failed).toEqual({ code: 'too_many_unsent' })
  elsewhere.discard(other)
  postWhole(taken)
  expect([cids(), here.outgoing.at(-1)?.body]).toEqual([[], 'with files'])
  roomOfPage.value = null
})
