import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { language } from '#web/store/preferences.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { type Emoji, groups, type Language } from './emoji-list.ts'
import { emojiMemory, MOST_RECENTS } from './emoji-memory.ts'
import { loadedEmoji, searchWords } from './emoji-store.ts'
import { isDrawn } from './flags.ts'
import { type GridRow, rowsOf, type Section } from './grid-rows.ts'
import { foundPictures, packSections, recalled, type ShownPicture } from './pack-sections.ts'
import { rankEmoji } from './rank-emoji.ts'
import { type Tone, withTone } from './tones.ts'

/** An emoji as it is shown now: in the chosen tone, by its name in the language of the page. `at` is its place in the list. */
export type ShownEmoji = { kind: 'emoji'; at: number; glyph: string; name: string }
/** What stands in a cell. */
export type Shown = ShownEmoji | ShownPicture

/** The cell that has or would get the focus, and what is to happen with it when it is there. */
export type Active = { cell: number; bring: 'nothing' | 'focus' | 'section' }

export type Panel = {
  query: Signal<string>
  active: Signal<Active>
  hovered: Signal<number | null>
  columns: Signal<number>
  view: Signal<{ top: number; height: number }>
  sections: ReadonlySignal<readonly Section<Shown>[]>
  rows: ReadonlySignal<readonly GridRow[]>
  cells: ReadonlySignal<readonly Shown[]>
  /** Whether it offers pictures of packs, too: a reaction is an emoji. */
  offersPacks: boolean
  /** A picture that is looked at closely, as long as it is held. */
  large: Signal<ShownPicture | null>
}

export const COLUMNS = 8
/** Until the box is measured; about what it is. */
const VIEW_PX = 252
/** What stands first for who has not used any yet. */
const popular: readonly string[] = ['👍', '❤️', '😂', '🎉', '🙏', '🍵', '👏', '😮']
/** So many rows of emoji that were found stand before pictures that were. */
const ROWS_FIRST = 1
/** A search that finds more than this has not said what it wants. */
const MOST_SHOWN = 400

/** What one open panel is showing. Recents stay as they were when it opened, so nothing moves under the finger. */
export function createPanel(offersPacks: boolean): Panel {
  const query = signal('')
  const columns = signal(COLUMNS)
  const { recents } = emojiMemory.peek()
  const sections = computed((): readonly Section<Shown>[] => {
    const { list, languages } = loadedEmoji.value
    const own = languages[language.value]
    if (!own) return []
    const show = shower(list, own, emojiMemory.value.tone)
    if (query.value.trim() !== '') {
      const found = foundEmoji(list, recents, query.value).flatMap(show)
      return foundSections(found, offersPacks ? foundPictures(query.value) : [], ROWS_FIRST * columns.value)
    }
    const sections = groupSections(list, recents, columns.value, {
      emoji: show,
      picture: offersPacks ? recalled : () => [],
    })
    return offersPacks ? [...sections, ...packSections()] : sections
  })
  return {
    query,
    columns,
    active: signal<Active>({ cell: 0, bring: 'nothing' }),
    hovered: signal<number | null>(null),
    view: signal({ top: 0, height: VIEW_PX }),
    sections,
    rows: computed(() => rowsOf(sections.value, columns.value)),
    cells: computed(() => sections.value.flatMap(({ items }) => items)),
    offersPacks,
    large: signal<ShownPicture | null>(null),
  }
}

type Show = (at: number) => ShownEmoji[]
type ShowRecent = { emoji: Show; picture: (recent: string) => ShownPicture[] }

const shower = (list: readonly Emoji[], own: Language, tone: Tone): Show => {
  return (at) => {
    const one = list[at]
    if (!one || !isDrawn(one.glyph)) return []
    const name = own.rows[at]?.[0] ?? one.code
    return [{ kind: 'emoji', at, glyph: one.hasTones ? withTone(one.glyph, tone) : one.glyph, name }]
  }
}

function groupSections(
  list: readonly Emoji[],
  recents: readonly string[],
  columns: number,
  { emoji: show, picture }: ShowRecent,
): Section<Shown>[] {
  const say = emojiWords().groups
  const places = new Map(list.map(({ glyph }, at) => [glyph, at]))
  const shown = (glyph: string): Shown[] => {
    const at = places.get(glyph)
    return at === undefined ? picture(glyph) : show(at)
  }
  const known = recents.flatMap(shown)
  const first =
    known.length > 0
      ? { title: say.recent, items: known.slice(0, Math.min(MOST_RECENTS, 2 * columns)) }
      : { title: say.often, items: popular.slice(0, columns).flatMap(shown) }
  return [
    { key: 'recent', title: first.title, items: first.items },
    ...groups.map((key, group) => ({
      key,
      title: say[key],
      items: list.flatMap((one, at) => (one.group === group ? show(at) : [])),
    })),
  ]
}

function foundEmoji(list: readonly Emoji[], recents: readonly string[], query: string): readonly number[] {
  const words = searchWords(loadedEmoji.value)
  return rankEmoji({ list, words, locale: language.value, recents }, query).slice(0, MOST_SHOWN)
}

/** Pictures stand behind the best emoji: Enter takes the first, and a sticker would be sent at once. */
function foundSections(
  emoji: readonly ShownEmoji[],
  pictures: readonly Section<Shown>[],
  first: number,
): readonly Section<Shown>[] {
  const title = emojiWords().results
  const cut = pictures.length > 0 ? first : emoji.length
  const sections: Section<Shown>[] = [
    { key: 'found', title, items: emoji.slice(0, cut) },
    ...pictures,
    { key: 'more', title, items: emoji.slice(cut) },
  ]
  return sections.filter(({ items }) => items.length > 0)
}
