const GAP_PX = 8
/** From the edges of the window. */
const EDGE_PX = 8

export type Box = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>
export type Size = { width: number; height: number }

/** Where a menu of this size stands beside a bubble: at its right, else at its left, else over it, always in the window. */
export function besides(size: Size, at: Box, view: Size): { top: number; left: number } {
  const right = at.right + GAP_PX
  const left = at.left - GAP_PX - size.width
  const mostLeft = view.width - EDGE_PX - size.width
  const fits = right <= mostLeft ? right : left >= EDGE_PX ? left : Math.min(Math.max(EDGE_PX, at.left), mostLeft)
  const top = Math.min(Math.max(EDGE_PX, at.top - GAP_PX), view.height - EDGE_PX - size.height)
  return { left: Math.max(EDGE_PX, fits), top: Math.max(EDGE_PX, top) }
}

export function placeBeside(menu: HTMLElement, at: Box): void {
  const { width, height } = menu.getBoundingClientRect()
  const { top, left } = besides({ width, height }, at, { width: window.innerWidth, height: window.innerHeight })
  menu.style.top = `${top}px`
  menu.style.left = `${left}px`
}
