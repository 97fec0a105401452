import { me } from '#web/store/session.ts'
import { isAction, isEmojiOnly } from './row-text.ts'
import type { Row } from './rows.ts'

/** What its text makes of a bubble: emoji alone need no paper, `/me` is a line of the story, my name gives it a tint. */
export function bubbleClass({ body, mentions, re }: Row): string {
  if (re === null && isEmojiOnly(body)) return 'bubble bubble-emoji'
  if (re === null && isAction(body)) return 'bubble bubble-action'
  return mentions.some(({ id }) => id === me.value?.id) ? 'bubble bubble-mention' : 'bubble'
}
