import { isPressed } from '#web/kit/key-press.ts'
import { pageKeys } from '#web/kit/page-keys.ts'
import { openSearch } from '#web/search/index.ts'
import { openShortcuts } from '#web/settings/index.ts'
import { toggleEmoji } from '#web/store/timeline-commands.ts'

const regions = ['header', 'people', 'log', 'composer', 'panel']
// What takes the focus of a region: what is marked for it, else the first thing that one works with in it.
const targets = ['[data-region-focus]', '[role="log"]', 'textarea', 'input', 'button']

function targetIn(region: Element | null): HTMLElement | undefined {
  if (!region) return undefined
  const found = targets.flatMap((target) => [...region.querySelectorAll<HTMLElement>(target)])
  return found.find((element) => element.checkVisibility())
}

function focusRegion(step: 1 | -1): void {
  const here = document.activeElement?.closest('[data-region]')?.getAttribute('data-region')
  const at = regions.indexOf(here ?? '')
  const from = at < 0 && step < 0 ? 0 : at
  for (let turn = 1; turn <= regions.length; turn++) {
    const next = regions[(from + step * turn + 2 * regions.length) % regions.length]
    const target = targetIn(document.querySelector(`[data-region="${next}"]`))
    if (target) {
      target.focus()
      return
    }
  }
}

const inText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** What the key asks for, where it is one of these. `?` is no letter of a word, so it opens the sheet outside of text only. */
function wishOf(event: KeyboardEvent): (() => void) | null {
  if (isPressed(event, pageKeys.region)) return () => focusRegion(1)
  if (isPressed(event, pageKeys.regionBack)) return () => focusRegion(-1)
  // The panel of emoji is a dialog that its own key closes.
  if (isPressed(event, pageKeys.emoji)) return event.repeat ? null : toggleEmoji.run
  if (document.querySelector('dialog[open]')) return null
  if (isPressed(event, pageKeys.search)) return openSearch
  const sheet =
    isPressed(event, pageKeys.sheet) || (isPressed(event, pageKeys.sheetOutsideText) && !inText(event.target))
  return sheet ? openShortcuts : null
}

/** Regions, search, emoji and the sheet of keys. Returns its stop. */
export function startRegionKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    const wish = wishOf(event)
    if (!wish) return
    event.preventDefault()
    wish()
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}
