import { afterEach, expect, test } from 'bun:test'
import type { RoomInfo } from '#protocol/rooms.ts'
import { type Client, Disconnected, Refused } from '#sdk/index.ts'
import { openRoom } from '#tests/kit/client-on-model.ts'
import { client } from '#web/store/session.ts'
import { Sending } from './sending.ts'

const before = client.peek()
afterEach(() => {
  client.value = before
})
const tea: RoomInfo = { id: 'r1', name: 'tea', title: 'tea', access: 'link' }

test('[P-5] [HOUSE-11] a forward that was lost goes again with the same cid; one that was refused is a new one', async () => {
  const cids: (string | undefined)[] = []
  const answers = [new Disconnected(), new Refused({ code: 'busy' }), null]
  const forward: Client['forward'] = (_to, _from, cid) => {
    cids.push(cid)
    const trouble = answers.shift()
    return trouble ? Promise.reject(trouble) : Promise.resolve({ room: 'r1', seq: 9, epoch: 'e', at: 1 })
  }
  client.value = { ...(await openRoom()).client, forward }
  const sending = new Sending({ room: 'r0', message: 3 })
  await sending.to([tea])
  expect(sending.outcomes.value.get('r1')).toEqual({ name: 'failed', code: 'lost' })
  await sending.to([tea])
  await sending.to([tea])
  expect(sending.outcomes.value.get('r1')).toEqual({ name: 'sent', seq: 9 })
  // What is there is not said once more.
  await sending.to([tea])
  expect(cids).toHaveLength(3)
  expect(cids[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(cids[1]).toBe(cids[0])
  expect(cids[2]).not.toBe(cids[1])
})
