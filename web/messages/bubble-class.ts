import { me } from '#web/store/session.ts'
import { isAction, isEmojiOnly } from './row-text.ts'
import type { Row } from './rows.ts'

/** What its text makes of a bubble: emoji alone need no paper, `/me` is a line of the story, my name gives it a tint. */
export function bubbleClass({ body, by, emoticons, files, line, mentions, re, sticker }: Row): string {
  const bare = re === null && !line?.fwd && !files.length
  if (bare && sticker) return 'bubble bubble-emoji bubble-sticker'
  if (bare && isEmojiOnly(body, emoticons)) return 'bubble bubble-emoji'
  if (bare && isAction(body)) return 'bubble bubble-action'
  const mine = me.value?.id
  const names = mentions.some(({ id }) => id === mine || (id === '' && by.id !== mine))
  return `bubble${names ? ' bubble-mention' : ''}${files.length ? ` bubble-files${body ? '' : ' bubble-bare'}` : ''}`
}
