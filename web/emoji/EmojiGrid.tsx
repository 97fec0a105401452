import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { narrow } from '#web/kit/media.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { PictureView } from '#web/packs/index.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { packWords } from '#web/words/packs.ts'
import { CELL_PX, type GridRow, heightOf, moveInGrid, rowOf, rowsInView, TITLE_PX } from './grid-rows.ts'
import { createCloser } from './look-closer.ts'
import { COLUMNS, type Panel, type Shown } from './panel-state.ts'

type EmojiGridProps = {
  panel: Panel
  onPick: (cell: number) => void
  /** A letter typed in the grid belongs to the search. */
  onLetter: (letter: string) => void
  /** Upwards from the first row. */
  onOut: () => void
}

/** All emoji in one scrolling grid, of which only the rows in view are built: 1,900 buttons at once take too long. */
export function EmojiGrid({ panel, onPick, onLetter, onOut }: EmojiGridProps) {
  const box = useRef<HTMLDivElement>(null)
  const { rows, cells, view, active, query } = panel
  const [closer] = useState(() => createCloser(panel))
  useBox(panel, box)
  useBringing(panel, box)
  const all = rows.value
  const { cell } = active.value
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || event.altKey) return
    const to = moveInGrid(all, cell, event)
    if (to === 'out') onOut()
    else if (to !== null) active.value = { cell: to, bring: 'focus' }
    else if (event.key === 'Enter' || event.key === ' ') {
      if (!event.repeat) onPick(cell)
    } else if (/^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey) onLetter(event.key)
    else return
    event.preventDefault()
  }
  const isEmpty = cells.value.length === 0
  return (
    <div
      class="scrolls emoji-scroll"
      ref={box}
      aria-busy={isEmpty && query.value === ''}
      onScroll={() => look(panel, box.current)}
    >
      {isEmpty ? (
        <NothingHere query={query.value} />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a table would lay its cells out by their content.
        <div
          id="emoji-grid"
          class="emoji-grid"
          role="grid"
          tabIndex={-1}
          aria-label={emojiWords().title}
          aria-rowcount={all.length}
          aria-colcount={panel.columns.value}
          style={{ blockSize: `${heightOf(all)}px`, '--columns': panel.columns.value }}
          onKeyDown={hearKey}
          onClick={(event) => {
            const at = cellOf(event.target)
            if (at !== null && !closer.takesClick()) onPick(at)
          }}
          onPointerDown={(event) => closer.press(event, cellOf(event.target))}
          onContextMenu={(event) => event.preventDefault()}
          onPointerOver={(event) => {
            if (event.pointerType === 'mouse') panel.hovered.value = cellOf(event.target)
          }}
          onPointerLeave={() => {
            panel.hovered.value = null
          }}
        >
          {rowsInView(all, view.value, cell).map((row) => (
            <Row key={row.top} row={row} index={all.indexOf(row)} cells={cells.value} active={cell} />
          ))}
        </div>
      )}
    </div>
  )
}

type RowProps = { row: GridRow; index: number; cells: readonly Shown[]; active: number }

function Row({ row, index, cells, active }: RowProps) {
  const columns = row.kind === 'cells' ? { '--columns': row.columns } : {}
  const place = { insetBlockStart: `${row.top}px`, blockSize: `${row.height}px`, ...columns }
  if (row.kind === 'title') {
    return (
      // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the grid; its cells take the focus.
      <div class="group-label emoji-title" role="row" aria-rowindex={index + 1} style={place}>
        {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above. */}
        <span role="rowheader">{row.title}</span>
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above.
    <div class="emoji-row" role="row" aria-rowindex={index + 1} style={place}>
      {cells.slice(row.from, row.to).map((shown, column) => (
        // biome-ignore lint/a11y/useSemanticElements: as above.
        <button
          key={keyOf(shown)}
          type="button"
          role="gridcell"
          class={row.from + column === active ? 'emoji-cell emoji-active' : 'emoji-cell'}
          aria-label={labelOf(shown)}
          aria-colindex={column + 1}
          data-cell={row.from + column}
          tabIndex={row.from + column === active ? 0 : -1}
        >
          {shown.kind === 'emoji' ? shown.glyph : <PictureView emoticon={shown.emoticon} as="cell" silent />}
        </button>
      ))}
    </div>
  )
}

const keyOf = (shown: Shown): string => (shown.kind === 'emoji' ? shown.glyph : shown.emoticon.id)

/** A press that sends something says so. */
const labelOf = (shown: Shown): string =>
  shown.kind === 'picture' && shown.listed.pack.kind === 'stickers' ? packWords().sticker(shown.name) : shown.name

/** Before the lists are there, their shape; after a search that found nothing, words. */
function NothingHere({ query }: { query: string }) {
  const say = emojiWords()
  if (query.trim() !== '') {
    return (
      <div class="emoji-empty" role="status">
        <p>{say.none(query.trim())}</p>
        <p class="fine-print">{say.noneHint}</p>
      </div>
    )
  }
  return (
    <div class="emoji-skeleton">
      <span class="hidden" role="status">
        {say.loading}
      </span>
      {Array.from({ length: 5 * COLUMNS }, (_, at) => (
        <span key={at} />
      ))}
    </div>
  )
}

function cellOf(target: EventTarget | null): number | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined
  return cell === undefined ? null : Number(cell)
}

function look({ view }: Panel, box: HTMLElement | null): void {
  if (box) view.value = { top: box.scrollTop, height: box.clientHeight }
}

/** Follows the size of the box; on a phone it decides how many stand in a row. */
function useBox(panel: Panel, box: { current: HTMLDivElement | null }): void {
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      look(panel, element)
      panel.columns.value = narrow.peek() ? Math.max(4, Math.floor(element.clientWidth / CELL_PX)) : COLUMNS
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const query = panel.query.value
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = 0
  }, [query])
}

/** Does with the active cell what was asked for, once it is built. */
function useBringing(panel: Panel, box: { current: HTMLDivElement | null }): void {
  const active = panel.active.value
  useLayoutEffect(() => {
    const element = box.current
    const row = rowOf(panel.rows.peek(), active.cell)
    if (!element || !row || active.bring === 'nothing') return
    // The heading of its section stays in view with it.
    const highest = row.top - TITLE_PX
    const lowest = row.top + row.height - element.clientHeight
    if (active.bring === 'section' || element.scrollTop > highest) element.scrollTop = Math.max(0, highest)
    else if (element.scrollTop < lowest) element.scrollTop = lowest
    look(panel, element)
    if (active.bring === 'focus')
      element.querySelector<HTMLElement>(`[data-cell="${active.cell}"]`)?.focus({ preventScroll: true })
  }, [active])
}
