/** One emoji, as the list has it: without a skin tone. */
export type Emoji = {
  glyph: string
  hasTones: boolean
  /** Its short name, as one types it after a colon: `tea`. */
  code: string
  /** Its group's place in `groups`. */
  group: number
}

/** How a list calls them: for each emoji its name and the words that find it; and for Chinese how characters are read. */
export type Language = { rows: readonly (readonly string[])[]; syllables: Syllables }

/** A character's readings; some have two. */
export type Syllables = ReadonlyMap<string, readonly string[]>

/** The groups in the order of the list, where an empty line parts them. */
export const groups = ['smileys', 'people', 'nature', 'food', 'travel', 'objects', 'symbols', 'flags'] as const

/** The first line says where a list comes from. */
const linesOf = (text: string): string[] => text.trimEnd().split('\n').slice(1)

export function readGlyphs(text: string): Emoji[] {
  let group = 0
  return linesOf(text).flatMap((line) => {
    if (line === '') group += 1
    const [marked, code] = line.split('\t')
    if (!marked || !code) return []
    const hasTones = marked.endsWith('*')
    return [{ glyph: hasTones ? marked.slice(0, -1) : marked, hasTones, code, group }]
  })
}

/** The words of a language, in the order of the glyphs. Behind an empty line stands the table of syllables. */
export function readLanguage(text: string): Language {
  const lines = linesOf(text)
  const end = lines.indexOf('')
  const rows = (end < 0 ? lines : lines.slice(0, end)).map((line) => line.split('\t'))
  return { rows, syllables: readSyllables(end < 0 ? [] : lines.slice(end + 1)) }
}

function readSyllables(lines: readonly string[]): Syllables {
  const table = new Map<string, string[]>()
  for (const line of lines) {
    const [syllable = '', characters = ''] = line.split('\t')
    for (const character of characters) {
      const known = table.get(character)
      if (known) known.push(syllable)
      else table.set(character, [syllable])
    }
  }
  return table
}
