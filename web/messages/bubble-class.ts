import { me } from '#web/store/session.ts'
import { isAction, isEmojiOnly } from './row-text.ts'
import type { Row } from './rows.ts'

/** What no line end can part, and no language needs: marks over each other, joined emoji. It is kept in its bubble. */
const STACKED = /\p{M}{4}|(?:\u200d[^\u200d]{1,3}){6}/u

/** What its text makes of a bubble: emoji alone need no paper, `/me` is a line of the story, my name gives it a tint. */
export function bubbleClass({ body, by, emoticons, files, line, mentions, re, sticker }: Row): string {
  const bare = re === null && !line?.fwd && !files.length
  if (bare && sticker) return 'bubble bubble-emoji bubble-sticker'
  if (bare && isEmojiOnly(body, emoticons)) return 'bubble bubble-emoji'
  const tall = STACKED.test(body) ? ' bubble-stacked' : ''
  if (bare && isAction(body)) return `bubble bubble-action${tall}`
  const mine = me.value?.id
  const names = mentions.some(({ id }) => id === mine || (id === '' && by.id !== mine))
  return `bubble${tall}${names ? ' bubble-mention' : ''}${files.length ? ` bubble-files${body ? '' : ' bubble-bare'}` : ''}`
}
