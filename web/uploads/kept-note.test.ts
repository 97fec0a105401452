import { describe, expect, test } from 'bun:test'
import { createClient, memoryKeep } from '#sdk/index.ts'
import type { Item } from './item.ts'
import { type FilesNote, noteOf, postingAgain } from './kept-note.ts'
import { type Posting, travelOf } from './postings.ts'

const item = (key: string, bytes: number, alt = ''): Item => ({
  key,
  blob: new Blob([new Uint8Array(bytes)]),
  name: `${key}.bin`,
  kind: 'file',
  url: null,
  alt,
})
const room = createClient({
  platform: {
    openSocket: () => ({ send() {}, close() {}, onOpen: null, onText: null, onClose: null }),
    after: () => () => {},
    nowMs: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    keep: memoryKeep(),
  },
  url: 'ws://nowhere/ws',
}).room('tea')

const posting = (cid: string, ...items: Item[]): Posting => ({
  cid,
  room,
  roomId: 'r1',
  body: 'words',
  saying: {},
  travels: items.map(travelOf),
  writtenMs: 1_000,
  failed: null,
})
const keysOf = (held: Parameters<typeof noteOf>[0], free: number, refused: string[] = []) => {
  const { wanted, left } = noteOf(held, free, new Set(refused))
  return { kept: [...(wanted?.blobs.keys() ?? [])], left: left.map(({ key }) => key) }
}

describe('[P-11] [HOUSE-12] what outlives the page', () => {
  const held = {
    trays: new Map([['tea', [item('a', 400), item('b', 90)]]]),
    postings: [posting('p1', item('c', 50), item('d', 50)), posting('p2', item('e', 60))],
  }

  test('is bounded: messages on their way first, whole or not at all, then what is chosen', () => {
    expect(keysOf(held, 1_000)).toEqual({ kept: ['c', 'd', 'e', 'a', 'b'], left: [] })
    expect(keysOf(held, 300)).toEqual({ kept: ['c', 'd', 'e', 'b'], left: ['a'] })
    expect(keysOf(held, 90)).toEqual({ kept: ['e'], left: ['c', 'd', 'a', 'b'] })
    expect(keysOf(held, 0)).toEqual({ kept: [], left: ['c', 'd', 'e', 'a', 'b'] })
  })

  test('is not what the browser had no room for', () => {
    expect(keysOf(held, 1_000, ['d'])).toEqual({ kept: ['e', 'a', 'b'], left: ['c', 'd'] })
  })

  const again = (note: FilesNote | undefined, blobs: ReadonlyMap<string, Blob>, nowMs: number) => {
    const [one] = note?.postings ?? []
    return one ? postingAgain(one, room, blobs, nowMs) : null
  }

  test('goes on where it was; after ten minutes it waits for a person, and without its bytes it is gone', () => {
    const first = posting('p1', item('c', 50, 'a hill'))
    const [travel] = first.travels
    if (travel) travel.progress.value = { name: 'going', sent: 20, begun: 'u1' }
    const { wanted } = noteOf({ trays: new Map(), postings: [first] }, 1_000, new Set())
    const { note, blobs } = structuredClone({ note: wanted?.note, blobs: wanted?.blobs ?? new Map() })
    const soon = again(note, wanted?.blobs ?? blobs, 60_000)
    expect(soon).toMatchObject({ cid: 'p1', body: 'words', roomId: 'r1', failed: null })
    expect(soon?.travels[0]?.item).toMatchObject({ key: 'c', alt: 'a hill' })
    expect(soon?.travels[0]?.progress.peek()).toEqual({ name: 'queued', sent: 0, begun: 'u1' })
    const late = again(note, wanted?.blobs ?? blobs, 1_000 + 10 * 60_000)
    expect(late?.failed).toEqual({ code: 'expired' })
    expect(late?.travels[0]?.progress.peek()).toMatchObject({ name: 'failed', begun: 'u1' })
    expect(again(note, new Map(), 60_000)).toBeNull()
  })
})
