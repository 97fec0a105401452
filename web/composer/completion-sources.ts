import type { Emoticon } from '#protocol/packs.ts'
import type { Person } from '#protocol/people.ts'
import { findEmoji as findByWord } from '#web/emoji/index.ts'
import { initialsOf, matchesPerson } from '#web/kit/initials.ts'
import { ignored } from '#web/store/ignored.ts'
import { knownPeople } from '#web/store/known-people.ts'
import { people as peopleHere } from '#web/store/people.ts'
import { language } from '#web/store/preferences.ts'
import { me } from '#web/store/session.ts'
import { readingWords } from '#web/words/reading.ts'
import type { Query } from './completion-query.ts'
import { mayCallAll } from './may-call-all.ts'
import { findCommands, type SlashCommand } from './slash-commands.ts'

/** A row of the list: what is shown, and what choosing it writes. */
export type Choice =
  | { kind: 'person'; key: string; label: string; person: Person }
  /** `insert`: everybody, as the language of the page says it, or as somebody has begun to. */
  | { kind: 'everybody'; key: string; label: string; note: string; insert: string }
  | { kind: 'emoji'; key: string; label: string; glyph: string; insert: string; picture?: Emoticon }
  | { kind: 'command'; key: string; label: string; note: string; command: SlashCommand }

const MOST_CHOICES = 8
const IGNORED_RANK = 10

/** What fits a query, best first; at once where nothing has to be fetched. */
export function findChoices({ kind, text }: Query): readonly Choice[] | Promise<readonly Choice[]> {
  if (kind === 'people') return withEverybody(findPeople(text).slice(0, MOST_CHOICES), text)
  if (kind === 'command') return findCommands(text)
  return findEmoji(text)
}

function findPeople(query: string): Choice[] {
  const found: { rank: number; person: Person }[] = []
  for (const person of knownPeople.peek().values()) {
    if (person.id === me.peek()?.id || !fits(person.name, query)) continue
    // Who is ignored can still be named, after everybody else.
    const rank = rankOf(person.name, query) + (ignored.peek().has(person.id) ? IGNORED_RANK : 0)
    found.push({ rank, person })
  }
  // Stable: among equals who spoke last comes first.
  found.sort((one, other) => one.rank - other.rank)
  // It is all there: nothing is to be completed, and Enter sends.
  if (found.length === 1 && found[0]?.person.name === query) return []
  return found.map(({ person }) => ({ kind: 'person', key: person.id, label: person.name, person }))
}

const calls = { 'zh-CN': '所有人', en: 'all' } as const

/**
 * Everybody can be called where it would be heard: not where too many people are, unless one governs the room. After whose
 * names begin with what was typed, unless it is the whole word: Enter must not call everybody by mistake.
 */
function withEverybody(people: readonly Choice[], query: string): readonly Choice[] {
  const typed = query.normalize('NFKC').toLowerCase()
  const name = typed !== '' && 'all'.startsWith(typed) ? 'all' : calls[language.peek()]
  if (/\s/.test(query)) return people
  // By how it begins, in letters or in pinyin: whoever writes @bo means Bob, and not every-bo-dy.
  const isWanted = matchesPerson(calls['zh-CN'], query) || [name, 'everybody'].some((word) => word.startsWith(typed))
  if (!isWanted || !mayCallAll.peek() || (people.length === 0 && (typed === 'all' || typed === name))) return people
  const say = readingWords()
  const call: Choice = {
    kind: 'everybody',
    key: 'everybody',
    label: `@${name}`,
    note: say.everybodyNote(peopleHere.peek().count),
    insert: `@${name}`,
  }
  const before = typed === '' ? people : people.filter((one) => typed !== name && rankOf(one.label, query) === 0)
  const after = people.filter((one) => !before.includes(one))
  return [...before.slice(0, MOST_CHOICES - 1), call, ...after].slice(0, MOST_CHOICES)
}

/** A query with a space in it is the beginning of such a name, or a sentence that goes on. */
const fits = (name: string, query: string): boolean =>
  /\s/.test(query) ? name.toLowerCase().startsWith(query.toLowerCase()) : matchesPerson(name, query)

/** The name begins so; its initials do; it holds it somewhere. */
function rankOf(name: string, query: string): number {
  const wanted = query.normalize('NFKC').toLowerCase()
  if (name.normalize('NFKC').toLowerCase().startsWith(wanted)) return 0
  return initialsOf(name).startsWith(wanted) ? 1 : 2
}

async function findEmoji(query: string): Promise<readonly Choice[]> {
  const found = await findByWord(query, language.peek())
  return found.slice(0, MOST_CHOICES).map((one) => ({ kind: 'emoji', ...one }))
}
