import { StartRefused } from './start-refused.ts'

/** Something about the environment stops the start. */
export class ConfigError extends StartRefused {
  override readonly name = 'ConfigError'
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Refuses a text; `expected` replaces the setting's own words where more can be said. */
type Refuse = (expected?: string) => never

/** One name of the environment: what it may say, what stands in for it, what it means. The reference is made from it. */
export type Setting<T> = {
  readonly name: string
  /** Read in its place when it is not set; '' where nothing stands in. */
  readonly fallback: string
  /** How the reference names the default, where `fallback` does not say it. */
  readonly fallbackWords?: string
  /** Goes into "… is expected". */
  readonly expects: string
  readonly en: string
  readonly zh: string
  read(text: string, refuse: Refuse): T
}

/** What a setting is declared with, besides its kind. */
export type Words = Pick<Setting<unknown>, 'name' | 'fallback' | 'en' | 'zh'>

/** Most characters of a wrong value that are shown. */
const SHOWN_CHARS = 120

/** Reads every setting of `table`. Throws `ConfigError` at the first that cannot be read. An empty value is not set. */
export function readSettings<T>(table: { readonly [K in keyof T]: Setting<T[K]> }, env: Environment): T {
  const values: Partial<T> = {}
  for (const key in table) values[key] = readSetting(table[key], env)
  // Every key of the table was read in the line above, or the function has thrown.
  return values as T
}

function readSetting<T>(setting: Setting<T>, env: Environment): T {
  const said = env[setting.name]?.trim() ?? ''
  return setting.read(said === '' ? setting.fallback : said, (expected = setting.expects) => {
    throw new ConfigError(`${setting.name} in the environment is ${shown(said)}, but ${expected} is expected.`)
  })
}

/** A password in an address is not repeated, nor a mark that a terminal obeys: this sentence ends in a log (T-20, T-53). */
function shown(text: string): string {
  const safe = text.replace(/^([a-z+]*:\/\/)?.*@/is, '$1…@')
  return withoutMarks(JSON.stringify(shortened(safe)))
}

const shortened = (text: string): string => (text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text)
const withoutMarks = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')

/**
 * Throws `ConfigError` for a name that is one letter off a known one, unless it is in `others` (names that systems set
 * for themselves), and for any unknown name that begins with `family`: those are ours alone.
 */
export function refuseMisspelt(
  env: Environment,
  { known, others, family }: { known: readonly string[]; others: ReadonlySet<string>; family: string },
): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value?.trim() || known.includes(name) || others.has(name)) continue
    const meant = known.find((one) => oneLetterOff(name, one))
    // A name, too, may be anything.
    const said = withoutMarks(shortened(name))
    if (meant)
      throw new ConfigError(`${said} in the environment is not a setting of Teahouse: ${meant} is meant, or unset it.`)
    if (name.startsWith(family)) {
      throw new ConfigError(
        `${said} in the environment is not a setting of Teahouse: docs/configuration.md lists those that are.`,
      )
    }
  }
}

/** One letter added, left out or replaced, or two neighbours swapped. */
export function oneLetterOff(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const [restA, restB] = [a.slice(at), b.slice(at)]
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  )
}

/** A number from `min` to `max`; whole unless `fractions`. */
export function numberSetting(words: Words, bounds: { min: number; max: number; fractions?: true }): Setting<number> {
  const { min, max, fractions } = bounds
  const pattern = fractions ? /^\d{1,12}(\.\d{1,6})?$/ : /^\d{1,12}$/
  return {
    ...words,
    expects: `a ${fractions ? '' : 'whole '}number from ${min} to ${max}`,
    read(text, refuse) {
      const value = Number(text)
      return pattern.test(text) && value >= min && value <= max ? value : refuse()
    },
  }
}

/** One of a few words. */
export function choiceSetting<const C extends string>(words: Words, choices: readonly C[]): Setting<C> {
  return {
    ...words,
    expects: `one of ${choices.join(', ')}`,
    read: (text, refuse) => choices.find((choice) => choice === text) ?? refuse(),
  }
}

/** `one` reads each part of a comma list; what it gives is kept once, in order. */
export function listSetting(
  words: Words & { expects: string; fallbackWords: string },
  one: (part: string, refuse: Refuse) => readonly string[],
): Setting<readonly string[]> {
  return {
    ...words,
    read(text, refuse) {
      const parts = text.split(',').map((part) => part.trim())
      return [...new Set(parts.filter((part) => part !== '').flatMap((part) => one(part, refuse)))]
    },
  }
}
