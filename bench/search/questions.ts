import type { CommandInput } from '#protocol/index.ts'
import { ROOM, speakerId } from './fill-room.ts'
import { createChance } from './text.ts'

export type Question = CommandInput<'search.messages'>
/** `worst`: made to be dear; it has no goal and is printed like any other. */
export type Kind = {
  name: string
  worst?: true
  texts: readonly string[]
  more?: (chance: () => number) => Partial<Question>
}

const DAY_MS = 86_400_000

// Words of text.ts: the heads of its lists are common, what it makes itself is rare.
export const kinds: readonly Kind[] = [
  { name: 'one sign, common', texts: ['的', '了', '我', '是', '大', '好'] },
  { name: 'one sign, rare', texts: ['壶', '杭', '犯', '窗', '咖', '髒'] },
  { name: 'two signs, common', texts: ['我们', '今天', '大家', '没有', '什么'] },
  { name: 'two signs, rare', texts: ['茶壶', '普洱', '杭州', '地铁', '群主'] },
  { name: 'three signs and more', texts: ['聊天室', '武夷山', '乌龙茶', '凤凰单丛', '数据库'] },
  { name: 'word, common', texts: ['the ', 'you ', 'to ', 'and '] },
  { name: 'word, rare', texts: ['teahouse ', 'oolong ', 'kettle ', 'emoji ', 'picture '] },
  { name: 'beginning, short', texts: ['t', 'te', 'me', 'so', 'b', 'ra'] },
  { name: 'beginning, long', texts: ['teah', 'mess', 'this', 'serv', 'merdin'] },
  { name: 'mixed', texts: ['茶馆 kettle', '今天 server', '代码 tea', '发布 t'] },
  { name: 'phrase', texts: ['"you that"', '"我们 今天"', '"see the"', '"to the a"', '"tea room"'] },
  { name: 'nothing found', texts: ['zzzzz', '龘靐', 'kettle 茶馆 管理员 oolong'] },
  {
    name: 'by a person',
    texts: ['的', '我们', '茶壶', 'tea'],
    more: (chance) => ({ by: speakerId(Math.floor(chance() * 50)) }),
  },
  { name: 'with a link', texts: ['的', '我们', '', 'tea'], more: () => ({ has: 'link' }) },
  {
    name: 'in one week',
    texts: ['的', '茶壶', 'tea', 'oolong '],
    more(chance) {
      const to = Date.now() - Math.floor(chance() * 200) * DAY_MS
      return { from_ms: to - 7 * DAY_MS, to_ms: to }
    },
  },
  { name: 'common words that hardly meet', worst: true, texts: ['壶 to b 杭', '的 the 窗 a k', '我 you 咖 c s'] },
]

/** A question of a kind, as a person would put it: in this room, the newest 50. */
export function createQuestions(seed: number): (kind: Kind) => Question {
  const chance = createChance(seed)
  return ({ texts, more }) => ({
    rooms: [ROOM],
    text: texts[Math.floor(chance() * texts.length)] ?? '',
    ...more?.(chance),
  })
}
