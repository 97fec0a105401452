import type { KindWords } from '#protocol/files-text.ts'
import type { Locale } from '#protocol/people.ts'
import { fileWords } from '#server/kit/file-words.ts'
import { behind } from './beside-names.ts'

const zh = new Intl.NumberFormat('zh-CN')
const en = new Intl.NumberFormat('en')

const kinds: KindWords = fileWords['zh-CN']

/** What an exported file says by itself, in the language of whoever asked. This object is the type. */
const zhCN = {
  made: (time: string) => `导出于 ${time}`,
  count: (count: number) => `共 ${zh.format(count)} 条消息`,
  empty: '还没有消息。',
  end: '到这里就全部结束了。',
  edited: '已编辑',
  recalled: '这条消息已撤回',
  deleted: '这条消息已删除',
  pinned: '已置顶',
  forwarded: '转发自',
  answers: (name: string) => `回复${behind(name)}：`,
  answersGone: '回复一条已不在的消息',
  nameless: '已离开的人',
  reactions: '表情回应',
  messages: '消息',
  files: kinds,
}
export type ExportWords = typeof zhCN

const english: ExportWords = {
  made: (time) => `Exported ${time}`,
  count: (count) => (count === 1 ? '1 message' : `${en.format(count)} messages`),
  empty: 'There are no messages yet.',
  end: 'This is where it ends.',
  edited: 'edited',
  recalled: 'This message was taken back',
  deleted: 'This message was deleted',
  pinned: 'pinned',
  forwarded: 'forwarded from',
  answers: (name) => `In reply to ${name}: `,
  answersGone: 'In reply to a message that is gone',
  nameless: 'Somebody who has left',
  reactions: 'Reactions',
  messages: 'Messages',
  files: fileWords.en,
}

export const exportWords: Readonly<Record<Locale, ExportWords>> = { 'zh-CN': zhCN, en: english }
