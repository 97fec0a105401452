import { formatTime } from '#web/kit/time.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { localeTag } from '#web/words/index.ts'
import type { Block, Row } from './blocks.ts'
import { type Copied, copyText } from './copy-text.ts'
import { goToEnd, scrollByViews } from './log-view.ts'

/** Roving focus over the messages: ↑ ↓ Home End; Esc goes back to the composer (client.md 8). */
export function hearLogKey(event: KeyboardEvent, view: HTMLElement): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const { target } = event
  if (target instanceof HTMLElement && target !== view && !target.classList.contains('row') && event.key !== 'Escape')
    return
  const done = act(event.key, view)
  if (done) event.preventDefault()
}

function act(key: string, view: HTMLElement): boolean {
  const rows = [...view.querySelectorAll<HTMLElement>('.row')]
  const at = rows.findIndex((row) => row.matches(':focus'))
  switch (key) {
    case 'ArrowUp':
      return focusRow(rows[at < 0 ? rows.length - 1 : at - 1])
    case 'ArrowDown':
      return at < 0 ? false : focusRow(rows[at + 1])
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

function focusRow(row: HTMLElement | undefined): boolean {
  row?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return row !== undefined
}

/** A selection over several messages is copied as clean text; one within a message is left to the browser. */
export function copyMessages(event: ClipboardEvent, view: HTMLElement, blocks: readonly Block[]): void {
  const selection = document.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  if (!range || !event.clipboardData) return
  const known = new Map<string, Row>()
  for (const block of blocks) if (block.kind === 'group') for (const row of block.rows) known.set(row.key, row)
  const copied: Copied[] = []
  for (const element of view.querySelectorAll<HTMLElement>('.row')) {
    const row = known.get(element.dataset['key'] ?? '')
    const text = row ? selectedPart(range, element.querySelector('.text')) : ''
    if (row && text) copied.push({ name: row.by.name, time: formatTime('clock', row.at, localeTag.value), text })
  }
  if (copied.length < 2) return
  event.preventDefault()
  event.clipboardData.setData('text/plain', copyText(copied))
}

function selectedPart(range: Range, text: Element | null): string {
  if (!text || !range.intersectsNode(text)) return ''
  const part = document.createRange()
  part.selectNodeContents(text)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part.toString()
}
