import { createHash } from 'node:crypto'
import { withFiles } from '#protocol/files-text.ts'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { Locale } from '#protocol/people.ts'
import type { PushNote } from '#protocol/push.ts'
import { fileWords } from '#server/kit/file-words.ts'
import type { Occasion } from './occasion.ts'
import type { Subscription } from './push-store.ts'
import { pushWords } from './push-words.ts'

/** A lock screen shows two or three lines. */
const MOST_CHARS = 200

/** What a browser is told: the newest message, or of several only how many. Hidden: nothing of what was said. */
export function noteOf(
  { room, reasons, badge }: Occasion,
  { content, locale }: Pick<Subscription, 'content' | 'locale'>,
): PushNote {
  const say = pushWords[locale]
  const [newest, ...others] = reasons
  const { name } = newest.message.by
  const place = { room: room.name, id: room.id, seq: newest.seq, tag: tagOf(room.id), lang: locale, badge }
  if (others.length > 0) {
    const forMe = room.chat ? 0 : reasons.filter((one) => one.forMe).length
    return { title: room.chat ? name : room.title, body: say.several(reasons.length, forMe), ...place }
  }
  const title = room.chat ? name : say.who(name, room.title)
  const hidden = newest.forMe && !room.chat ? say.mentioned : say.wrote
  return { title, body: content === 'hidden' ? hidden : wordsOf(newest.message, locale), ...place }
}

/** The page gives its own notices the same one, so that one takes the other's place. */
export const tagOf = (roomId: string): string => `teahouse ${roomId}`

/**
 * What a push service calls it, so that a newer push of a room takes the place of one that waits. It learns no id, and not who is in
 * one room with whom: each browser's is another.
 */
export const topicOf = (roomId: string, auth: string): string =>
  createHash('sha256').update(`topic:${auth}:${roomId}`).digest('base64url').slice(0, 32)

function wordsOf({ body, mentions, files }: MessagePosted, locale: Locale): string {
  const spoiler = () => `[${pushWords[locale].spoiler}]`
  const text = plainText(parseMarkup(body, mentions), { spoiler }).replace(/\s+/g, ' ').trim()
  const line = withFiles(text === '' ? body : text, files, fileWords[locale])
  return line.length > MOST_CHARS ? `${line.slice(0, MOST_CHARS).toWellFormed()}…` : line
}
