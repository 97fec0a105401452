/**
 * Moves the focus in a menu: ↑ ↓ between its lines, ← → within the line of reactions, Home and End to its ends. False for
 * every other key.
 */
export function moveInMenu(menu: HTMLElement, key: string): boolean {
  const quick = [...menu.querySelectorAll<HTMLElement>('.menu-quick button')]
  const items = [...menu.querySelectorAll<HTMLElement>('.menu-item')]
  const { activeElement: now } = document
  const placeIn = (list: readonly HTMLElement[]) => (now instanceof HTMLElement ? list.indexOf(now) : -1)
  const [inQuick, at] = [placeIn(quick), placeIn(items)]
  const next = nextFocus(key, { quick, items, inQuick, at })
  next?.focus({ preventScroll: true })
  return next !== undefined
}

type Menu = { quick: readonly HTMLElement[]; items: readonly HTMLElement[]; inQuick: number; at: number }

function nextFocus(key: string, { quick, items, inQuick, at }: Menu): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return inQuick >= 0 ? items[0] : at < items.length - 1 ? items[at + 1] : (quick[0] ?? items[0])
    case 'ArrowUp':
      return inQuick >= 0 ? items.at(-1) : at > 0 ? items[at - 1] : (quick[0] ?? items.at(-1))
    case 'ArrowRight':
      return inQuick < 0 ? undefined : quick[(inQuick + 1) % quick.length]
    case 'ArrowLeft':
      return inQuick < 0 ? undefined : quick.at(inQuick - 1)
    case 'Home':
      return inQuick >= 0 ? quick[0] : items[0]
    case 'End':
      return inQuick >= 0 ? quick.at(-1) : items.at(-1)
    default:
      return undefined
  }
}
