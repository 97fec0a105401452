import type { MessagePosted } from '#protocol/message-events.ts'
import { me, room, roomInfo } from '#web/store/session.ts'
import { heldLines } from '#web/store/timeline-store.ts'

/** A message of somebody else. `forMe`: it mentions the reader or everybody, answers a message of theirs, or was said in a private chat. `live`: it was just said. */
export type Incoming = { message: MessagePosted; forMe: boolean; live: boolean }

/** Messages that are asked for at once; whoever answered more of the reader's old ones in one turn is not looked after. */
const MOST_ASKED = 50

/** Whether a message is for `mine`: it mentions them or everybody, or answers them; undefined where that hangs on a message that is not known. */
export function isForMe(
  { mentions = [], re, all }: Pick<MessagePosted, 'mentions' | 're' | 'all'>,
  mine: string,
  authorOf: (seq: number) => string | undefined,
): boolean | undefined {
  if (all || mentions.some(({ id }) => id === mine)) return true
  if (re === undefined) return false
  const author = authorOf(re)
  return author === undefined ? undefined : author === mine
}

/** Whose a message is, as far as the page holds it. */
const knownAuthor = (seq: number): string | undefined => heldLines.peek().get(seq)?.by.id

/**
 * Says of each message for whom it is. An answer to a message that has to be looked up is heard at once, and again, as for
 * the reader, when it turns out to be.
 */
export function sortIncoming(
  messages: readonly MessagePosted[],
  live: boolean,
  hear: (incoming: readonly Incoming[]) => void,
): void {
  const mine = me.peek()?.id ?? ''
  // In a private chat everything is said to its reader.
  if (roomInfo.peek()?.kind === 'chat') {
    hear(messages.map((message) => ({ message, forMe: true, live })))
    return
  }
  const open: MessagePosted[] = []
  const incoming = messages.map((message) => {
    const forMe = isForMe(message, mine, knownAuthor)
    if (forMe === undefined) open.push(message)
    return { message, forMe: forMe === true, live }
  })
  hear(incoming)
  if (open.length > 0)
    void lookUp(open, mine).then((found) => hear(found.map((message) => ({ message, forMe: true, live }))))
}

/** Those that answer a message of the reader. What cannot be asked for counts as somebody else's. */
async function lookUp(open: readonly MessagePosted[], mine: string): Promise<readonly MessagePosted[]> {
  const asked = [...new Set(open.flatMap(({ re }) => (re === undefined ? [] : [re])))].slice(0, MOST_ASKED)
  const from = room.peek()
  const answer = await from?.get(asked).catch(() => null)
  if (from !== room.peek()) return []
  const own = new Set(answer?.lines.filter(({ by }) => by.id === mine).map(({ seq }) => seq))
  return open.filter(({ re }) => re !== undefined && own.has(re))
}
