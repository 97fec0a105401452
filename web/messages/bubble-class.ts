import { isSeen } from '#web/files/index.ts'
import { me } from '#web/store/session.ts'
import { isAction, isEmojiOnly } from './row-text.ts'
import type { Row } from './rows.ts'

/** What its text makes of a bubble: emoji alone need no paper, `/me` is a line of the story, my name gives it a tint. */
export function bubbleClass({ body, by, files, line, mentions, re }: Row): string {
  const [last] = files.slice(-1)
  const bare = re === null && !line?.fwd && !last
  if (bare && isEmojiOnly(body)) return 'bubble bubble-emoji'
  if (bare && isAction(body)) return 'bubble bubble-action'
  const mine = me.value?.id
  const names = mentions.some(({ id }) => id === mine || (id === '' && by.id !== mine))
  // Without words the time stands on what is last: over a picture, or at the end of a file's row.
  const bareOf = body ? '' : files.every(isSeen) ? ' bubble-bare bubble-over' : ' bubble-bare'
  return `bubble${names ? ' bubble-mention' : ''}${last ? ` bubble-files${bareOf}` : ''}`
}
