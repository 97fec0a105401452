import type { Named } from './people.ts'

/** Letters that make words with spaces between them. Chinese runs on: there a name may end anywhere. */
const wordly = /[\p{Lu}\p{Ll}\p{Lt}\p{Nd}]/u

/** Whether `@name` stands at `at`, as a word of its own: `@Al` is not in `@Alex`, and not in `me@al.example`. */
export function isMentionAt(text: string, at: number, name: string, sign = '@'): boolean {
  if (name === '' || text.charAt(at) !== sign || !text.startsWith(name, at + 1)) return false
  const end = at + 1 + name.length
  return !wordly.test(text.charAt(at - 1)) && !(wordly.test(text.charAt(end - 1)) && wordly.test(text.charAt(end)))
}

/** Whether a text names somebody: `@name` is in it as a word of its own. The rule for server and page alike. */
export function mentionsName(text: string, name: string): boolean {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) if (isMentionAt(text, at, name)) return true
  return false
}

/** In the order in which names are looked for: `@Alexa` before `@Al`. */
export const longestFirst = <T extends Named>(people: Iterable<T>): T[] =>
  [...people].sort((one, other) => other.name.length - one.name.length)

/** The longest of the names that stands at `at`; `names` are in the order of `longestFirst`. */
export const mentionAt = (text: string, at: number, names: readonly Named[]): Named | undefined =>
  names.find(({ name }) => isMentionAt(text, at, name))

/** Those of some people whom a text names, each once, in the order of the text. */
export function mentionsIn(text: string, people: Iterable<Named>): Named[] {
  const found = new Map<string, Named>()
  const names = longestFirst(people)
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const named = mentionAt(text, at, names)
    if (named && !found.has(named.id)) found.set(named.id, { id: named.id, name: named.name })
  }
  return [...found.values()]
}
