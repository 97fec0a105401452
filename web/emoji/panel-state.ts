import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { language } from '#web/store/preferences.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { type Emoji, groups, type Language } from './emoji-list.ts'
import { emojiMemory, MOST_RECENTS } from './emoji-memory.ts'
import { loadedEmoji, searchWords } from './emoji-store.ts'
import { isDrawn } from './flags.ts'
import { type GridRow, rowsOf, type Section } from './grid-rows.ts'
import { rankEmoji } from './rank-emoji.ts'
import { type Tone, withTone } from './tones.ts'

/** An emoji as it is shown now: in the chosen tone, by its name in the language of the page. `at` is its place in the list. */
export type Shown = { at: number; glyph: string; name: string }

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
}

export const COLUMNS = 8
/** Until the box is measured; about what it is. */
const VIEW_PX = 252
/** What stands first for who has not used any yet. */
const popular: readonly string[] = ['👍', '❤️', '😂', '🎉', '🙏', '🍵', '👏', '😮']
/** A search that finds more than this has not said what it wants. */
const MOST_SHOWN = 400

/** What one open panel is showing. Recents stay as they were when it opened, so nothing moves under the finger. */
export function createPanel(): Panel {
  const query = signal('')
  const columns = signal(COLUMNS)
  const { recents } = emojiMemory.peek()
  const sections = computed(() => {
    const { list, languages } = loadedEmoji.value
    const own = languages[language.value]
    if (!own) return []
    const show = shower(list, own, emojiMemory.value.tone)
    return query.value.trim() === ''
      ? groupSections(list, recents, columns.value, show)
      : foundSections(list, recents, query.value, show)
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
  }
}

type Show = (at: number) => Shown[]

const shower = (list: readonly Emoji[], own: Language, tone: Tone): Show => {
  return (at) => {
    const one = list[at]
    if (!one || !isDrawn(one.glyph)) return []
    const name = own.rows[at]?.[0] ?? one.code
    return [{ at, glyph: one.hasTones ? withTone(one.glyph, tone) : one.glyph, name }]
  }
}

function groupSections(
  list: readonly Emoji[],
  recents: readonly string[],
  columns: number,
  show: Show,
): Section<Shown>[] {
  const say = emojiWords().groups
  const places = new Map(list.map(({ glyph }, at) => [glyph, at]))
  const known = recents.flatMap((glyph) => places.get(glyph) ?? [])
  const first =
    known.length > 0
      ? { title: say.recent, places: known.slice(0, Math.min(MOST_RECENTS, 2 * columns)) }
      : { title: say.often, places: popular.slice(0, columns).flatMap((glyph) => places.get(glyph) ?? []) }
  return [
    { key: 'recent', title: first.title, items: first.places.flatMap(show) },
    ...groups.map((key, group) => ({
      key,
      title: say[key],
      items: list.flatMap((one, at) => (one.group === group ? show(at) : [])),
    })),
  ]
}

function foundSections(
  list: readonly Emoji[],
  recents: readonly string[],
  query: string,
  show: Show,
): Section<Shown>[] {
  const found = rankEmoji({ list, words: searchWords(loadedEmoji.value), locale: language.value, recents }, query)
  if (found.length === 0) return []
  return [{ key: 'found', title: emojiWords().results, items: found.slice(0, MOST_SHOWN).flatMap(show) }]
}
