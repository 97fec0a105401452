import { describe, expect, test } from 'bun:test'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { Notice } from '#protocol/room-events.ts'
import type { ShownLine } from '#web/store/lines.ts'
import type { Pending } from '#web/store/outgoing.ts'
import { emptyTimeline, type Timeline } from '#web/store/timeline.ts'
import { type Block, buildBlocks, type LogInput } from './blocks.ts'

const ada = { id: 'pa', name: 'Ada', look: 1 }
const bob = { id: 'pb', name: 'Bob', look: 2 }
const noon = new Date('2026-11-22T12:00:00').getTime()
const minute = 60_000

const post = (seq: number, by: typeof ada, at: number, cid = `c${seq}`): MessagePosted => ({
  seq,
  at,
  type: 'message.posted',
  by,
  cid,
  body: `${seq}`,
})
const timelineOf = (lines: readonly ShownLine[], more: Partial<Timeline> = {}): Timeline => ({
  ...emptyTimeline,
  ready: true,
  lines,
  from: lines[0]?.seq ?? 1,
  to: lines.at(-1)?.seq ?? 0,
  head: lines.at(-1)?.seq ?? 0,
  ...more,
})
const input = (timeline: Timeline, more: Partial<LogInput> = {}): LogInput => ({
  timeline,
  pending: [],
  wishes: new Map(),
  presence: [],
  ignored: new Set(),
  revealed: new Set(),
  unreadAt: null,
  mine: bob,
  skewMs: 0,
  ...more,
})
const waiting = (cid: string, writtenMs: number, more: Partial<Pending> = {}): Pending => ({
  cid,
  body: cid,
  re: null,
  all: false,
  files: [],
  untilMs: null,
  writtenMs,
  state: 'waiting',
  code: null,
  retryAtMs: null,
  late: false,
  afterSeq: null,
  stored: false,
  ...more,
})
const sketch = (blocks: readonly Block[]): string[] =>
  blocks.map((block) =>
    block.kind === 'group' ? `${block.by.name}:${block.rows.map((row) => row.body).join(',')}` : block.kind,
  )
const groups = (blocks: readonly Block[]) => blocks.filter((block) => block.kind === 'group')

describe('grouping', () => {
  test('same author within 5 minutes; a gap over 30 minutes gets its time', () => {
    const lines = [
      post(1, ada, noon),
      post(2, ada, noon + 4 * minute),
      post(3, ada, noon + 9 * minute),
      post(4, bob, noon + 9 * minute),
      post(5, bob, noon + 40 * minute),
    ]
    expect(sketch(buildBlocks([], input(timelineOf(lines))))).toEqual([
      'day',
      'Ada:1,2',
      'Ada:3',
      'Bob:4',
      'gap',
      'Bob:5',
    ])
  })

  test('a new day parts a group, and has its line', () => {
    const late = new Date('2026-11-22T23:59:00').getTime()
    const blocks = buildBlocks(
      [],
      input(timelineOf([post(1, ada, late), post(2, ada, late + 2 * minute)], { atStart: true })),
    )
    expect(sketch(blocks)).toEqual(['start', 'day', 'Ada:1', 'day', 'Ada:2'])
  })

  test('another name or bowl of the same person parts a group', () => {
    const blocks = buildBlocks([], input(timelineOf([post(1, ada, noon), post(2, { ...ada, name: 'Adele' }, noon)])))
    expect(sketch(blocks)).toEqual(['day', 'Ada:1', 'Adele:2'])
  })

  test('the unread line stands once, above the first message from its number on', () => {
    const lines = [1, 2, 3, 4].map((seq) => post(seq, ada, noon))
    expect(sketch(buildBlocks([], input(timelineOf(lines), { unreadAt: 3 })))).toEqual([
      'day',
      'Ada:1,2',
      'unread',
      'Ada:3,4',
    ])
  })

  test('lines of presence stand where they happened, and not outside of the window', () => {
    const line = (id: string, afterSeq: number) => ({
      id,
      afterSeq,
      at: noon,
      kind: 'came' as const,
      people: [bob],
      count: 1,
    })
    const lines = [5, 6].map((seq) => post(seq, ada, noon))
    const blocks = buildBlocks([], input(timelineOf(lines), { presence: [line('a', 2), line('b', 5), line('c', 6)] }))
    expect(sketch(blocks)).toEqual(['day', 'Ada:5', 'presence', 'Ada:6', 'presence'])
  })

  test('[UX-15] the line about missed messages shows at the edge of the window that is nearer', () => {
    const lines = [5, 6].map((seq) => post(seq, ada, noon))
    const reading = timelineOf(lines, { head: 900, missed: { after: 6, count: 50, isAll: false } })
    expect(sketch(buildBlocks([], input(reading)))).toEqual(['day', 'Ada:5,6', 'missed'])
    const followed = timelineOf(lines, { missed: { after: 2, count: 4, isAll: true } })
    expect(sketch(buildBlocks([], input(followed)))).toEqual(['missed', 'day', 'Ada:5,6'])
  })
})

describe('unsent messages', () => {
  const lines = [post(1, ada, noon)]

  test('[UX-12] the own echo keeps key, group and place', () => {
    const pending = [waiting('x', noon + minute), waiting('y', noon + minute)]
    const before = buildBlocks([], input(timelineOf(lines), { pending }))
    const after = buildBlocks(
      before,
      input(timelineOf([...lines, post(2, bob, noon + minute, 'x')]), { pending: [pending[1] ?? waiting('y', 0)] }),
    )
    const [, mine] = groups(before)
    const [, stored] = groups(after)
    expect(stored?.key).toBe(mine?.key ?? '')
    expect(stored?.rows.map((row) => row.key)).toEqual(['pb:x', 'pb:y'])
    expect(stored?.rows.map((row) => row.state)).toEqual(['stored', 'waiting'])
    expect(stored?.rows[1]).toBe(mine?.rows[1])
  })

  test('they stand after everything known, and only at the end of the log', () => {
    const pending = [waiting('x', noon)]
    const more = [...lines, post(2, ada, noon + minute)]
    expect(sketch(buildBlocks([], input(timelineOf(more), { pending })))).toEqual(['day', 'Ada:1,2', 'Bob:x'])
    expect(sketch(buildBlocks([], input(timelineOf(more, { head: 9 }), { pending })))).toEqual(['day', 'Ada:1,2'])
  })

  test('one that failed stays where it failed', () => {
    const pending = [waiting('x', noon, { state: 'failed', code: 'forbidden', afterSeq: 1 })]
    const more = [...lines, post(2, ada, noon + minute)]
    expect(sketch(buildBlocks([], input(timelineOf(more), { pending })))).toEqual(['day', 'Ada:1', 'Bob:x', 'Ada:2'])
  })

  test('a row that had to wait keeps its time when it is stored', () => {
    const before = buildBlocks([], input(timelineOf(lines), { pending: [waiting('x', noon, { late: true })] }))
    const after = buildBlocks(before, input(timelineOf([...lines, post(2, bob, noon, 'x')])))
    expect(groups(after)[1]?.rows[0]?.late).toBe(true)
  })

  test('somebody else cannot take a row by using its client id', () => {
    const pending = [waiting('x', noon)]
    const blocks = buildBlocks([], input(timelineOf([...lines, post(2, ada, noon, 'x')]), { pending }))
    expect(sketch(blocks)).toEqual(['day', 'Ada:1,2', 'Bob:x'])
  })
})

describe('erased messages', () => {
  const stub: ShownLine = {
    seq: 2,
    at: noon,
    type: 'message.posted',
    by: ada,
    cid: 'c2',
    erased: 9,
    now: { v: 9, erased: { how: 'recalled', by: ada, at: noon } },
  }

  test('[UX-24] a line stands where the message was, and parts the group', () => {
    const blocks = buildBlocks([], input(timelineOf([post(1, ada, noon), stub, post(3, ada, noon)])))
    expect(sketch(blocks)).toEqual(['day', 'Ada:1', 'erased', 'Ada:3'])
    expect(blocks[2]).toMatchObject({ how: 'recalled', byMe: false })
  })

  test('it is the first of its day, and under the unread line, as the message was', () => {
    const blocks = buildBlocks([], input(timelineOf([stub, post(3, ada, noon)]), { unreadAt: 2 }))
    expect(sketch(blocks)).toEqual(['day', 'unread', 'erased', 'Ada:3'])
  })

  test('one that is being taken back is gone at once, and back when it was refused', () => {
    const timeline = { ...timelineOf([post(1, bob, noon)]), reader: 'pb' }
    const shown = buildBlocks([], input(timeline))
    const gone = buildBlocks(shown, input(timeline, { wishes: new Map([[1, { erase: 'recall' }]]) }))
    expect(sketch(gone)).toEqual(['day', 'erased'])
    expect(gone[1]).toMatchObject({ how: 'recalled', byMe: true })
    expect(sketch(buildBlocks(gone, input(timeline)))).toEqual(['day', 'Bob:1'])
  })
})

describe('what did not change is the same object', () => {
  const lines = [post(3, ada, noon), post(4, bob, noon), post(5, bob, noon)]
  const before = buildBlocks([], input(timelineOf(lines)))

  test('a new message leaves the groups above alone', () => {
    const after = buildBlocks(before, input(timelineOf([...lines, post(6, bob, noon)])))
    expect(after[1]).toBe(before[1])
    expect(groups(after)[1]?.key).toBe(groups(before)[1]?.key ?? '')
    expect(groups(after)[1]?.rows[0]).toBe(groups(before)[1]?.rows[0])
  })

  test('an older page that joins the first group keeps its key', () => {
    const after = buildBlocks(before, input(timelineOf([post(1, ada, noon), post(2, ada, noon), ...lines])))
    expect(groups(after)[0]?.key).toBe(groups(before)[0]?.key ?? '')
    expect(new Set(after.map((block) => block.key)).size).toBe(after.length)
  })
})

const notice = (seq: number, at: number): Notice => ({
  ...{ seq, at, by: ada, cid: `c${seq}` },
  type: 'member.changed',
  who: bob,
  how: 'added',
})

describe('lines of the house', () => {
  const lines = [post(1, ada, noon), post(4, ada, noon), post(6, bob, noon)]

  test('[T-78] notices stand at their numbers and part a group; those in a row are one block', () => {
    const timeline = timelineOf(lines, { notices: [notice(2, noon), notice(3, noon), notice(5, noon)] })
    const blocks = buildBlocks([], input(timeline))
    expect(sketch(blocks)).toEqual(['day', 'Ada:1', 'notices', 'Ada:4', 'notices', 'Bob:6'])
    const lists = blocks.flatMap((block) => (block.kind === 'notices' ? [block.list.map(({ seq }) => seq)] : []))
    expect(lists).toEqual([[2, 3], [5]])
    const again = buildBlocks(blocks, input({ ...timeline }))
    expect(again.every((block, at) => block === blocks[at])).toBe(true)
  })

  test('a notice of another day has its day line, and of what lies outside of the window none is shown', () => {
    const nextDay = noon + 24 * 60 * minute
    const timeline = timelineOf(lines, { notices: [notice(7, nextDay)], to: 7, head: 7 })
    expect(sketch(buildBlocks([], input(timeline))).slice(-2)).toEqual(['day', 'notices'])
    const far = { ...timeline, to: 6, head: 20 }
    expect(sketch(buildBlocks([], input(far))).at(-1)).toBe('Bob:6')
  })

  test('what somebody says whom the reader ignores is one line a stretch, until it is asked for', () => {
    const ignored = new Set([ada.id])
    const timeline = timelineOf([...lines, post(7, ada, noon)])
    expect(sketch(buildBlocks([], input(timeline, { ignored })))).toEqual(['day', 'ignored', 'Bob:6', 'ignored'])
    const revealed = new Set([1, 4])
    const shown = sketch(buildBlocks([], input(timeline, { ignored, revealed })))
    expect(shown).toEqual(['day', 'Ada:1,4', 'Bob:6', 'ignored'])
  })
})
