import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { limits } from './limits.ts'
import type { Line } from './lines.ts'
import type { MessageChange, MessagePosted } from './message-events.ts'
import { foldLine, foldMessage, foldMine } from './message-state.ts'

const personOf = (n: number) => ({ id: `p${String(n).padStart(16, '0')}`, name: `name ${n}`, look: 1 })
const origin = (seq: number, who = 1) => ({ seq, at: seq * 1_000, by: personOf(who), cid: `c${seq}`, message: 1 })
const posted: MessagePosted = { ...origin(1), type: 'message.posted', body: 'one' }
const edited = (seq: number, body: string): MessageChange => ({ ...origin(seq), type: 'message.edited', body })
const erased = (seq: number): MessageChange => ({ ...origin(seq), type: 'message.erased', how: 'recalled' })
const pinned = (seq: number, on: boolean): MessageChange => ({ ...origin(seq), type: 'message.pinned', on })
const reacted = (seq: number, who: number, kind = '👍', on = true) =>
  ({ ...origin(seq, who), type: 'message.reacted', kind, on }) as const

const folded = (changes: readonly MessageChange[]) =>
  changes.reduce(foldMessage, undefined as Parameters<typeof foldMessage>[0])

describe('[P-7] the fold of a message', () => {
  test('the newest edit stands, and they are counted', () => {
    expect(folded([edited(2, 'two'), edited(5, 'three')])).toEqual({
      v: 5,
      edited: { at: 5_000, body: 'three', times: 2 },
    })
  })

  test('a reaction has its people until there are too many; then it counts', () => {
    const many = Array.from({ length: 25 }, (_, at) => reacted(at + 2, at))
    const state = folded(many)
    expect(state?.reactions?.[0]?.count).toBe(25)
    expect(state?.reactions?.[0]?.who).toHaveLength(limits.listedReactors)
    const fewer = folded([...many, reacted(40, 0, '👍', false), reacted(41, 24, '👍', false)])
    expect(fewer?.reactions?.[0]?.count).toBe(23)
    expect(fewer?.reactions?.[0]?.who).toHaveLength(limits.listedReactors - 1)
  })

  test('who takes the last reaction back leaves nothing of it', () => {
    const state = folded([reacted(2, 1), reacted(3, 2, '🍵'), reacted(4, 1, '👍', false)])
    expect(state).toEqual({
      v: 4,
      reactions: [{ kind: '🍵', count: 1, who: [{ id: personOf(2).id, name: 'name 2' }] }],
    })
    expect(folded([reacted(2, 1), reacted(3, 1, '👍', false)])).toEqual({ v: 3 })
  })

  test('a pin comes and goes', () => {
    expect(folded([pinned(2, true)])?.pinned).toEqual({ by: { id: personOf(1).id, name: 'name 1' }, at: 2_000 })
    expect(folded([pinned(2, true), pinned(3, false)])).toEqual({ v: 3 })
  })

  test('erasing takes everything, and nothing comes back', () => {
    const line = [edited(2, 'two'), reacted(3, 2), pinned(4, true), erased(5), reacted(6, 3)].reduce<Line>(
      foldLine,
      posted,
    )
    const by = { id: personOf(1).id, name: 'name 1' }
    const { at, cid } = posted
    expect(line).toEqual({
      seq: 1,
      at,
      cid,
      type: 'message.posted',
      by: posted.by,
      erased: 5,
      now: { v: 5, erased: { how: 'recalled', by, at: 5_000 } },
    })
  })

  test('the stub of an edit says nothing: its erasure follows', () => {
    const stub: MessageChange = { ...origin(2), type: 'message.edited', erased: 3 }
    expect(foldMessage(undefined, stub)).toEqual({ v: 2 })
    expect(folded([stub, erased(3)])).toEqual(folded([erased(3)]))
  })

  test('a change of a newer server moves the number alone', () => {
    const odd: MessageChange = Object.assign(pinned(3, true), { type: 'message.framed' })
    expect(foldMessage({ v: 2 }, odd)).toEqual({ v: 3 })
  })

  test('own reactions are known beyond those that are listed', () => {
    const on = foldMine(foldMine([], reacted(2, 1)), reacted(3, 1))
    expect(on).toEqual([[1, '👍']])
    expect(foldMine(on, reacted(4, 1, '👍', false))).toEqual([])
  })

  test('what is heard twice, from any place on, changes nothing', () => {
    const change = fc.oneof(
      fc.record({ what: fc.constant('edit'), who: fc.constant(1) }),
      fc.record({ what: fc.constant('pin'), who: fc.constant(1) }),
      fc.record({ what: fc.constant('react'), who: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ what: fc.constant('erase'), who: fc.constant(1) }),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(12), (plan, from) => {
        const changes = plan.map(({ what, who }, at) => {
          if (what === 'edit') return edited(at + 2, `${at}`)
          if (what === 'pin') return pinned(at + 2, at % 2 === 0)
          return what === 'react' ? reacted(at + 2, who, '👍', at % 3 > 0) : erased(at + 2)
        })
        const whole = folded(changes)
        const again = changes.slice(from).reduce(foldMessage, whole)
        expect(again).toEqual(whole)
      }),
    )
  })
})
