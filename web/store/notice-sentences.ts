import { nameless } from '#protocol/nameless.ts'
import type { Person } from '#protocol/people.ts'
import type { MemberChanged, Notice, RoomChanged } from '#protocol/room-events.ts'
import type { PersonWords } from '#web/words/persons.ts'

/** One line of the log: its sentence, and those that it stands for, where it stands for more than two. */
export type NoticeLine = { key: string; at: number; text: string; each: readonly string[] }

/** `mine`: id of the reader, who is called "you"; `gone`: stands for the name of who was deleted. */
export type Telling = { say: PersonWords; mine: string | undefined; gone: string }

// The Unicode signs around a text with a direction of its own. Names and titles travel through the sentences between them.
const OPENS = '\u2068'
const CLOSES = '\u2069'

/** What somebody wrote, fit to stand in a sentence of the house: no sign in it can end the isolate (T-78). */
export const isolate = (text: string): string => `${OPENS}${text.replaceAll(/[\u2066-\u2069\s]+/g, ' ')}${CLOSES}`

/** A sentence taken apart: every second part is what somebody wrote. */
export const partsOf = (sentence: string): string[] => sentence.split(/[\u2068\u2069]/)

/** The sentences of consecutive notices. The same done by one person to several in a row is one line, as joins are. */
export function noticeLines(notices: readonly Notice[], telling: Telling): NoticeLine[] {
  const lines: NoticeLine[] = []
  for (const run of runsOf(notices)) {
    const [first] = run
    if (first?.type === 'room.changed') lines.push(...roomLines(first, telling))
    else if (first) lines.push(memberLine(run.filter(isMemberChange), telling))
  }
  return lines
}

const isMemberChange = (notice: Notice): notice is MemberChanged => notice.type === 'member.changed'

function runsOf(notices: readonly Notice[]): Notice[][] {
  const runs: Notice[][] = []
  for (const notice of notices) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && belongs(notice, last)) run.push(notice)
    else runs.push([notice])
  }
  return runs
}

const belongs = (one: Notice, last: Notice): boolean =>
  isMemberChange(one) &&
  isMemberChange(last) &&
  one.how === last.how &&
  one.how !== 'owner' &&
  (one.how === 'left' || one.by.id === last.by.id)

function memberLine(run: readonly MemberChanged[], telling: Telling): NoticeLine {
  const [first] = run
  if (!first) return { key: '', at: 0, text: '', each: [] }
  const { how, by, seq, at } = first
  const { subject, object, notices: say } = wordsOf(telling)
  const sentence = (some: readonly MemberChanged[]): string => {
    const names = some.map(({ who }) => (how === 'left' ? subject(who) : object(who)))
    return say[how](subject(by), names, some.length)
  }
  const each = run.length > 2 ? run.map((one) => sentence([one])) : []
  return { key: `${seq}`, at, text: sentence(run), each }
}

/** What one `room.changed` tells: a line for each thing that was changed. */
function roomLines(notice: RoomChanged, telling: Telling): NoticeLine[] {
  const { title, topic, accent, access, archived, seq, at } = notice
  const { subject, notices: say } = wordsOf(telling)
  const who = subject(notice.by)
  const sentences = [
    title !== undefined && say.titled(who, isolate(title)),
    topic !== undefined && (topic === '' ? say.noTopic(who) : say.topic(who, isolate(topic))),
    accent !== undefined && (accent === null ? say.noAccent(who) : say.accent(who)),
    (access === 'open' || access === 'link') && say[access](who),
    archived !== undefined && (archived ? say.archived(who) : say.unarchived(who)),
  ]
  return sentences.flatMap((text, place) => (text === false ? [] : [{ key: `${seq} ${place}`, at, text, each: [] }]))
}

function wordsOf({ say, mine, gone }: Telling) {
  const nameOf = (person: Person, you: string) =>
    person.id === mine ? you : isolate(person.name === nameless ? gone : person.name)
  return {
    notices: say.notices,
    subject: (person: Person) => nameOf(person, say.you),
    object: (person: Person) => nameOf(person, say.youToo),
  }
}

/** Whether a notice is about the reader, and by somebody else. */
export const concerns = (notice: Notice, mine: string | undefined): boolean =>
  isMemberChange(notice) && notice.who.id === mine && notice.by.id !== mine
