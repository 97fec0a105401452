import { openSearch } from '#web/search/index.ts'
import { openShortcuts } from '#web/settings/index.ts'

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

/** Ctrl/⌘+F6 walks through the regions; Ctrl/⌘+/ and, outside of text, ? open the sheet of keys. Returns its stop. */
export function startRegionKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey) return
    const command = event.ctrlKey || event.metaKey
    if (command && event.key === 'F6') {
      event.preventDefault()
      focusRegion(event.shiftKey ? -1 : 1)
      return
    }
    if (command && event.shiftKey && (event.key.toLowerCase() === 'f' || event.code === 'KeyF')) {
      if (document.querySelector('dialog[open]')) return
      event.preventDefault()
      openSearch()
      return
    }
    const sheet = command ? event.key === '/' || event.code === 'Slash' : event.key === '?' && !inText(event.target)
    if (!sheet || document.querySelector('dialog[open]')) return
    event.preventDefault()
    openShortcuts()
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}
