/**
 * Keeps a popover where it can be pressed and heard: while a modal dialog is open nothing outside of it can be, not even what
 * lies above it. So it moves into the dialog on top, and back to `home` when that goes. Returns its stop, which brings it home.
 */
export function keepOverDialogs(popover: HTMLElement, home: HTMLElement): () => void {
  const settle = () => {
    const place = [...document.querySelectorAll('dialog:modal')].at(-1) ?? home
    if (popover.parentElement !== place || !popover.isConnected) place.append(popover)
    // Moved, it is closed.
    if (!popover.matches(':popover-open')) popover.showPopover()
  }
  settle()
  const watch = new MutationObserver(settle)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => {
    watch.disconnect()
    if (popover.matches(':popover-open')) popover.hidePopover()
    home.append(popover)
  }
}

/**
 * Keeps it off what has the focus: at the upper end of the view where it would lie on it at the lower. Under the pointer, and with the
 * focus in itself, it stays where it is: what is being pressed does not move. Returns its stop.
 */
export function keepOffFocus(popover: HTMLElement): () => void {
  const look = () => {
    const focused = document.activeElement
    if (popover.contains(focused) || popover.matches(':hover')) return
    popover.classList.remove('toasts-above')
    popover.classList.toggle('toasts-above', focused !== null && focused !== document.body && isOver(popover, focused))
  }
  look()
  document.addEventListener('focusin', look)
  return () => document.removeEventListener('focusin', look)
}

function isOver(one: Element, other: Element): boolean {
  const [mine, its] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
  return mine.top < its.bottom && mine.bottom > its.top && mine.left < its.right && mine.right > its.left
}
