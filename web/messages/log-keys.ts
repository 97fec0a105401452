import { actionOfKey, isMenuKey } from '#web/kit/message-keys.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { formatTime } from '#web/kit/time.ts'
import { saidIn } from '#web/store/said.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { localeTag } from '#web/words/index.ts'
import { act } from './actions.ts'
import { type Block, rowsByKey } from './blocks.ts'
import { type Copied, copyText } from './copy-text.ts'
import { goToEnd, scrollByViews, shownRows } from './log-view.ts'
import { openOverlay } from './overlays.ts'
import { bubbleBox } from './row-element.ts'
import type { Row } from './rows.ts'

/** Roving focus over the messages: ↑ ↓ Home End; Esc goes back to the composer; a message has keys of its own (client.md 8). */
export function hearLogKey(event: KeyboardEvent, view: HTMLElement): void {
  if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
  const { target } = event
  const stands = target instanceof HTMLElement && (target === view || target.matches(stops))
  if (!stands && event.key !== 'Escape') return
  const done = (stands && target !== view && onMessage(event, target)) || (!event.shiftKey && walk(event.key, view))
  if (done) event.preventDefault()
}

/** Where the arrows stop. */
const stops = '.row, .erased-line, .stop-line'

/** The menu of a message, and its single keys. */
function onMessage(event: KeyboardEvent, element: HTMLElement): boolean {
  const row = shownRows.peek().get(element.dataset['key'] ?? '')
  if (!row || !element.matches('.row')) return false
  const place = { at: bubbleBox(element), by: 'keys' as const }
  if (isMenuKey(event)) {
    openOverlay({ kind: 'menu', row: row.key, ...place })
    return true
  }
  const action = actionOfKey(event)
  if (action && !event.repeat) act(action, row, place)
  return action !== null
}

function walk(key: string, view: HTMLElement): boolean {
  const rows = [...view.querySelectorAll<HTMLElement>(stops)]
  const at = rows.findIndex((row) => row.matches(':focus'))
  switch (key) {
    case 'ArrowUp':
      return focusRow(at < 0 ? entryOf(rows, view) : rows[at - 1])
    case 'ArrowDown':
      return focusRow(at < 0 ? entryOf(rows, view) : rows[at + 1])
    case 'Home':
      return focusRow(rows[0])
    case 'End':
      goToEnd()
      return focusRow(rows.at(-1))
    case 'PageUp':
      scrollByViews(-0.9)
      return true
    case 'PageDown':
      scrollByViews(0.9)
      return true
    case 'Escape':
      focusComposer.run()
      return true
    default:
      return false
  }
}

/** Key of the message where the arrows were last: who comes back into the log goes on from it. */
let lastKey: string | undefined

/** Where one begins: at that message, else at the lowest that ends in view, so that the first key moves nothing that is read. */
function entryOf(rows: readonly HTMLElement[], view: HTMLElement): HTMLElement | undefined {
  const { top, bottom } = view.getBoundingClientRect()
  const inView = rows.filter((row) => {
    const end = row.getBoundingClientRect().bottom
    return end > top && end <= bottom
  })
  return inView.find((row) => lastKey !== undefined && row.dataset['key'] === lastKey) ?? inView.at(-1) ?? rows.at(-1)
}

function focusRow(row: HTMLElement | undefined): boolean {
  lastKey = row?.dataset['key'] ?? lastKey
  row?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return row !== undefined
}

/**
 * A selection over several messages is copied as clean text; one within a message is left to the browser. Lines of the house
 * stay out: as text they could not be told from what somebody wrote (T-78).
 */
export function copyMessages(event: ClipboardEvent, view: HTMLElement, blocks: readonly Block[]): void {
  const selection = document.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  if (!range || !event.clipboardData) return
  const known = rowsByKey(blocks)
  const copied: Copied[] = []
  for (const element of view.querySelectorAll<HTMLElement>('.row')) {
    const row = known.get(element.dataset['key'] ?? '')
    const text = row ? textIn(range, element, row) : ''
    if (row && text) copied.push({ name: row.by.name, time: formatTime('clock', row.at, localeTag.value), text })
  }
  if (copied.length < 2) return
  event.preventDefault()
  event.clipboardData.setData('text/plain', copyText(copied))
}

/** What is selected of a message: words stand for its files (web/store/said.ts). */
function textIn(range: Range, element: HTMLElement, { files }: Row): string {
  const place = element.querySelector('.files')
  const shown = place && range.intersectsNode(place) ? saidIn({ files }) : ''
  return [shown, selectedPart(range, element.querySelector('.text'))].filter(Boolean).join(' ')
}

function selectedPart(range: Range, text: Element | null): string {
  if (!text || !range.intersectsNode(text)) return ''
  const part = document.createRange()
  part.selectNodeContents(text)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  const copied = part.cloneContents()
  for (const button of copied.querySelectorAll('button')) button.remove()
  return copied.textContent ?? ''
}
