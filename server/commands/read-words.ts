import { CommandRefused } from './refused.ts'

/** What may follow the name of a command. */
export type Grammar = {
  /** Names of what is given without a name, in order; those with a `?` may be left out. */
  words: readonly string[]
  /** `value`: the next word, or what stands behind `=`. */
  flags: Readonly<Record<string, 'value' | 'switch'>>
}

export type Words = {
  word(at: number): string | null
  flag(name: string): string | null
  has(name: string): boolean
}

/** Reads what follows `command`. Throws `CommandRefused` with 2 for what it does not know: nobody means half of what they say. */
export function readWords(command: string, { words: places, flags }: Grammar, given: readonly string[]): Words {
  const words: string[] = []
  const set = new Map<string, string>()
  const refuse = (why: string): never => {
    throw new CommandRefused(`${why} See \`npx teahouse help ${command}\`.`, 2)
  }
  for (let at = 0; at < given.length; at++) {
    const said = given[at] ?? ''
    if (!said.startsWith('--')) {
      words.push(said)
      continue
    }
    const [name = '', ...rest] = said.slice(2).split('=')
    const kind = Object.hasOwn(flags, name) ? flags[name] : refuse(`${command} does not know ${said}.`)
    if (kind === 'switch' && rest.length > 0) refuse(`--${name} takes nothing.`)
    const value = kind === 'switch' ? '' : rest.length > 0 ? rest.join('=') : (given[++at] ?? '')
    if (kind === 'value' && value === '') refuse(`--${name} wants something behind it.`)
    set.set(name, value)
  }
  const needed = places.filter((name) => !name.endsWith('?'))
  if (words.length < needed.length) refuse(`${command} wants ${needed.slice(words.length).join(' and ')}.`)
  if (words.length > places.length) refuse(`${command} was given more than it takes: ${words.at(-1)}.`)
  return {
    word: (at) => words[at] ?? null,
    flag: (name) => set.get(name) ?? null,
    has: (name) => set.has(name),
  }
}
