import { describe, expect, test } from 'bun:test'
import type { MemberChanged, Notice, RoomChanged } from '#protocol/room-events.ts'
import { allWords } from '#tests/kit/all-words.ts'
import { concerns, isolate, noticeLines, partsOf } from './notice-sentences.ts'

const lime = { id: 'p1', name: '青柠', look: 1 }
const ada = { id: 'p2', name: 'Ada', look: 2 }
const bob = { id: 'p3', name: 'Bob', look: 3 }
const guo = { id: 'p4', name: '阿果', look: 4 }

const origin = (seq: number, by: typeof lime) => ({ seq, at: seq, by, cid: `c${seq}` })
const changed = (what: Partial<RoomChanged>, by = lime): RoomChanged => ({
  ...origin(1, by),
  type: 'room.changed',
  ...what,
})
const member = (seq: number, how: MemberChanged['how'], who: typeof lime, by = lime): MemberChanged => ({
  ...origin(seq, by),
  type: 'member.changed',
  how,
  who,
})

const plain = (sentence: string): string => partsOf(sentence).join('')
function told(notices: readonly Notice[], locale: 'zh-CN' | 'en', mine?: string): string[] {
  const { persons, log } = allWords[locale]
  return noticeLines(notices, { say: persons, mine, gone: log.nameless }).map(({ text }) => plain(text))
}

describe('what became of a room, in words', () => {
  test('each thing that was changed is a sentence, in both languages', () => {
    const notice = changed({ title: '周末去爬山', topic: '', accent: 20, access: 'link', archived: true })
    expect(told([notice], 'zh-CN')).toEqual([
      '青柠把标题改为「周末去爬山」',
      '青柠去掉了话题',
      '青柠换了聊天室的颜色',
      '青柠改成了有链接才能来',
      '青柠归档了聊天室，现在只能查看',
    ])
    expect(told([changed({ topic: 'clouds', accent: null, archived: false }, ada)], 'en')).toEqual([
      'Ada changed the topic to “clouds”',
      'Ada went back to the usual colour',
      'Ada reopened the room',
    ])
  })

  test('people: Latin names keep their space in Chinese, and the reader is called you', () => {
    expect(told([member(1, 'removed', ada)], 'zh-CN')).toEqual(['青柠把 Ada 移出了聊天室'])
    expect(told([member(1, 'pardoned', guo, ada)], 'zh-CN')).toEqual(['Ada 解除了对阿果的封禁'])
    expect(told([member(1, 'added', ada)], 'zh-CN', 'p2')).toEqual(['青柠添加了你'])
    expect(told([member(1, 'owner', ada)], 'en', 'p2')).toEqual(['青柠 handed the room over to you'])
    expect(told([member(1, 'banned', bob, ada)], 'en', 'p2')).toEqual(['You banned Bob'])
    expect(told([member(1, 'left', bob, bob)], 'en')).toEqual(['Bob left the room for good'])
  })

  test('[UX-17] the same, done by one to several in a row, is one line that opens', () => {
    const run = [member(1, 'added', ada), member(2, 'added', bob), member(3, 'added', guo), member(4, 'banned', bob)]
    const { persons, log } = allWords.en
    const lines = noticeLines(run, { say: persons, mine: undefined, gone: log.nameless })
    expect(lines.map(({ text }) => plain(text))).toEqual(['青柠 added Ada, Bob and 1 other', '青柠 banned Bob'])
    expect(lines.map(({ each }) => each.map(plain))).toEqual([
      ['青柠 added Ada', '青柠 added Bob', '青柠 added 阿果'],
      [],
    ])
    expect(told(run.slice(0, 3), 'zh-CN')).toEqual(['青柠添加了 Ada、Bob 等 3 人'])
    expect(told([member(1, 'added', ada), member(2, 'added', bob, ada)], 'zh-CN')).toEqual([
      '青柠添加了 Ada',
      'Ada 添加了 Bob',
    ])
  })

  test('[T-78] what somebody wrote stays in its isolate, whatever signs are in it', () => {
    const sentence = allWords.en.persons.notices.titled(isolate('Ada'), isolate('a\u2069 banned \u2067you\nnow'))
    expect(partsOf(sentence)).toEqual(['', 'Ada', ' changed the title to “', 'a banned you now', '”'])
  })

  test('who was deleted is called nobody; and what concerns the reader is known', () => {
    expect(told([member(1, 'added', { ...bob, name: '—' })], 'en')).toEqual(['青柠 added Somebody who has left'])
    expect(concerns(member(1, 'owner', ada), 'p2')).toBe(true)
    expect(concerns(member(1, 'left', ada, ada), 'p2')).toBe(false)
    expect(concerns(changed({ title: 'x' }), 'p1')).toBe(false)
  })
})
