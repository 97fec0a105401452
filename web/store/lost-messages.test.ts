import { describe, expect, test } from 'bun:test'
import type { ShownLine } from '#web/store/lines.ts'
import { compareLogs, sayingOf } from '#web/store/lost-messages.ts'

const line = (seq: number, by: string, cid = `c${seq}`, more: Partial<ShownLine> = {}): ShownLine =>
  ({
    seq,
    at: seq * 1_000,
    by: { id: by, name: by, look: 0 },
    cid,
    type: 'message.posted',
    body: cid,
    ...more,
  }) as ShownLine
const held = (...lines: readonly ShownLine[]) => new Map(lines.map((one) => [one.seq, one]))
const seqs = (lines: readonly ShownLine[]) => lines.map(({ seq }) => seq)

describe('[P-21] [F-18] what a restored log has lost of oneself', () => {
  const was = [line(1, 'ada'), line(2, 'bob'), line(3, 'ada'), line(4, 'bob'), line(5, 'ada'), line(5, 'ada')]

  test('is what came after the newest message that stayed, whoever has its numbers now', () => {
    const now = held(line(1, 'ada'), line(2, 'bob'), line(3, 'cid', 'x3'), line(4, 'cid', 'x4'), line(5, 'ada', 'x5'))
    const { until, lost, unsure } = compareLogs(was, now, 'ada')
    expect([until, seqs(lost), unsure]).toEqual([2_000, [3, 5], []])
  })

  test('is nothing where everything stayed, or the lost ones are of others', () => {
    expect(compareLogs(was, held(...was), 'ada')).toEqual({ until: 5_000, lost: [], unsure: [] })
    expect(compareLogs(was, held(...was.slice(0, 3)), 'bob').lost.map(({ seq }) => seq)).toEqual([4])
  })

  test('is not known of what is older than what is held: that has to be asked', () => {
    const { until, lost, unsure } = compareLogs(was, held(line(5, 'cid', 'x5'), line(6, 'cid', 'x6')), 'ada')
    expect([until, seqs(lost), seqs(unsure)]).toEqual([null, [5], [1, 3]])
    expect(seqs(compareLogs(was, held(), 'ada').unsure)).toEqual([1, 3, 5])
  })

  test('is not what another device has said again meanwhile', () => {
    const now = held(line(1, 'ada'), line(2, 'bob'), line(3, 'cid', 'x3'), line(4, 'ada', 'c3'))
    expect(seqs(compareLogs(was, now, 'ada').lost)).toEqual([5])
  })

  test('is neither what was erased nor what somebody else had said first', () => {
    const erased = line(3, 'ada', 'c3', { erased: 9 })
    const forwarded = line(5, 'ada', 'c5', { fwd: { by: { id: 'bob', name: 'bob' }, at: 1 } })
    expect(compareLogs([erased, forwarded], held(line(1, 'x')), 'ada').lost).toEqual([])
  })
})

test('it is said again as it stood last, and answers only what is still there', () => {
  const one = line(4, 'ada', 'c4', { re: 2, mentions: [{ id: 'bob', name: 'bob' }] })
  expect(sayingOf(one, 2)).toEqual({ cid: 'c4', re: 2, mentions: ['bob'] })
  expect(sayingOf(one, 1)).toEqual({ cid: 'c4', mentions: ['bob'] })
})
