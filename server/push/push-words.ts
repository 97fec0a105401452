import type { Locale } from '#protocol/people.ts'

const number = { 'zh-CN': new Intl.NumberFormat('zh-CN'), en: new Intl.NumberFormat('en') }
const n = (locale: Locale, count: number): string => number[locale].format(count)

/** What the system shows of a push, in the language of the page that asked for it (client.md 9). As web/words/…-attention.ts. */
export const pushWords = {
  'zh-CN': {
    who: (name: string, room: string) => `${name}（${room}）`,
    mentioned: '提到了你',
    wrote: '发来了新消息',
    several: (count: number, forMe: number) =>
      `${n('zh-CN', count)} 条新消息${forMe > 0 ? `，${n('zh-CN', forMe)} 条提到你` : ''}`,
    spoiler: '隐藏的内容',
  },
  en: {
    who: (name: string, room: string) => `${name} · ${room}`,
    mentioned: 'Mentioned you',
    wrote: 'Sent a message',
    several: (count: number, forMe: number) => {
      const messages = count === 1 ? '1 new message' : `${n('en', count)} new messages`
      return forMe > 0 ? `${messages}, ${n('en', forMe)} for you` : messages
    },
    spoiler: 'spoiler',
  },
} as const satisfies Record<Locale, object>
