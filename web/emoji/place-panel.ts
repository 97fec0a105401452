/** As emoji.css has it. */
export const PANEL_PX = { width: 376, height: 412 }
/** What always stays free at the edges of the window. */
const EDGE_PX = 8

type Box = Pick<DOMRect, 'top' | 'bottom' | 'right'>

/** Where the panel stands: over its anchor and flush with its right edge; under it where there is no room above. */
export function placePanel(
  anchor: Box,
  gap: number,
  window: { width: number; height: number },
): { top: number; left: number } {
  const { width, height } = PANEL_PX
  const above = anchor.top - gap - height
  const below = anchor.bottom + gap
  const lowest = window.height - EDGE_PX - height
  const top = above >= EDGE_PX || below > lowest ? above : below
  return {
    top: Math.max(EDGE_PX, Math.min(top, lowest)),
    left: Math.max(EDGE_PX, Math.min(anchor.right - width, window.width - EDGE_PX - width)),
  }
}
