// `npm run emoji` writes `web/emoji/list/`: what the page needs of emojibase-data, and the pinyin of its Chinese words.
// The lists lie in the repository, since `npm start` installs nothing that only development needs (decision 0016).
import path from 'node:path'
import { pinyin } from 'pinyin-pro'
import { tones, withTone } from '#web/emoji/tones.ts'

type Skin = { emoji: string; version: number; tone: number | number[] }
type Entry = {
  hexcode: string
  emoji: string
  label: string
  tags?: string[]
  order?: number
  group?: number
  version: number
  skins?: Skin[]
}
type Codes = Readonly<Record<string, string | string[]>>
type Translated = Pick<Entry, 'label' | 'tags'>
export type EmojiLists = { 'glyphs.txt': string; 'zh-cn.txt': string; 'en.txt': string }

/** Windows 11 of 2024, Android 15 and iOS 17.4 draw this and all before it; what is newer is a box for many. */
const NEWEST_DRAWN = 15.1
/** Group 2 is skin tones and hair by themselves. Travel and activities share a tab, as in the picture of the design. */
const tabs: readonly (readonly number[])[] = [[0], [1], [3], [4], [5, 6], [7], [8], [9]]
const root = path.resolve(import.meta.dir, '..')
const data = path.join(root, 'node_modules', 'emojibase-data')
export const listFolder = path.join(root, 'web', 'emoji', 'list')

const rgi = /^\p{RGI_Emoji}$/v
const han = /\p{Script=Han}/u

async function readJson<T>(name: string): Promise<T> {
  return Bun.file(path.join(data, name)).json()
}

/** The lists as they should be. Throws when the data holds something that the page would show or send wrongly. */
export async function cutEmoji(): Promise<EmojiLists> {
  const [en, zh] = await Promise.all([readJson<Entry[]>('en/data.json'), readJson<Entry[]>('zh/data.json')])
  const [github, own] = await Promise.all([
    readJson<Codes>('en/shortcodes/github.json'),
    readJson<Codes>('en/shortcodes/emojibase.json'),
  ])
  const { version } = await readJson<{ version: string }>('package.json')
  const groups = tabs.map((tab) => en.filter((entry) => isWanted(entry, tab)).sort(byOrder))
  const all = groups.flat()
  const chinese = translate(all, zh)
  const note = `# emojibase-data ${version}, see LICENSE.txt`
  const glyphs = groups.map((group) => group.map((entry) => glyphLine(entry, github, own)).join('\n')).join('\n\n')
  return {
    'glyphs.txt': `${note}\n${glyphs}\n`,
    'zh-cn.txt': `${note}\n${chinese.map(wordsLine).join('\n')}\n\n${syllableTable(chinese)}\n`,
    'en.txt': `${note}\n${all.map(wordsLine).join('\n')}\n`,
  }
}

const isWanted = ({ group, version }: Entry, tab: readonly number[]): boolean =>
  group !== undefined && tab.includes(group) && version <= NEWEST_DRAWN

const byOrder = (one: Entry, other: Entry): number => (one.order ?? 0) - (other.order ?? 0)

/** Glyph, `*` when it has tones, and its short name. */
function glyphLine(entry: Entry, github: Codes, own: Codes): string {
  const glyph = fullyQualified(entry.emoji)
  const code = [github[entry.hexcode] ?? own[entry.hexcode] ?? []].flat()[0]
  if (!code) throw new Error(`emoji: ${entry.label} has no short name`)
  return `${glyph}${hasTones(glyph, entry) ? '*' : ''}\t${code}`
}

/** As Unicode recommends it for interchange, which is what the server accepts as one emoji. */
function fullyQualified(glyph: string): string {
  const plain = glyph.replaceAll('\uFE0F', '')
  const found = [glyph, plain, `${plain}\uFE0F`].find((form) => rgi.test(form))
  if (!found) throw new Error(`emoji: ${glyph} is not recommended for interchange`)
  return found
}

function hasTones(glyph: string, { label, skins = [] }: Entry): boolean {
  const drawn = skins.filter((skin) => skin.version <= NEWEST_DRAWN && typeof skin.tone === 'number')
  if (drawn.length === 0) return false
  const wrong = tones.slice(1).some((tone) => {
    const skin = drawn.find((one) => one.tone === tone)
    return !skin || fullyQualified(skin.emoji) !== withTone(glyph, tone)
  })
  if (wrong) throw new Error(`emoji: the tones of ${label} do not follow the rule of web/emoji/tones.ts`)
  return true
}

function translate(all: readonly Entry[], zh: readonly Entry[]): Translated[] {
  const byHexcode = new Map(zh.map((entry) => [entry.hexcode, entry]))
  return all.map(({ hexcode, label }) => {
    const entry = byHexcode.get(hexcode)
    if (!entry) throw new Error(`emoji: ${label} has no Chinese name`)
    return { label: fullWidth(entry.label), tags: (entry.tags ?? []).map(fullWidth) }
  })
}

/** Chinese takes full-width punctuation (client.md 9). */
const fullWidth = (text: string): string =>
  text
    .replace(/(?<=\p{Script=Han}): ?/gu, '：')
    .replace(/(?<=\p{Script=Han}), ?/gu, '，')
    .trim()

/** The name, then the words that find it; a flag is found by its country alone, too. */
function wordsLine({ label, tags = [] }: Translated): string {
  const country = /^(?:旗：|flag: )(.+)$/.exec(label)?.[1]
  const words = [...new Set([...(country ? [country] : []), ...tags])].filter((tag) => tag !== '' && tag !== label)
  return [label, ...words].join('\t')
}

/** A line for each syllable, with the characters that are read so in these words: some have several readings. */
function syllableTable(all: readonly Translated[]): string {
  const table = new Map<string, Set<string>>()
  for (const word of new Set(all.flatMap(({ label, tags = [] }) => [label, ...tags]))) {
    const read = pinyin(word, { toneType: 'none', v: true, type: 'array' })
    for (const [at, character] of [...word].entries()) {
      if (!han.test(character)) continue
      const syllable = read[at] ?? ''
      if (!/^[a-z]+$/.test(syllable)) throw new Error(`emoji: ${character} in ${word} has no pinyin`)
      table.set(syllable, (table.get(syllable) ?? new Set()).add(character))
    }
  }
  const lines = [...table].map(([syllable, characters]) => `${syllable}\t${[...characters].sort().join('')}`)
  return lines.sort().join('\n')
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(await cutEmoji())) await Bun.write(path.join(listFolder, name), text)
}
