const HOLD_MS = 500
/** A finger that moves further than this scrolls. */
const STILL_PX = 10

type Handlers = {
  onContextMenu: (event: MouseEvent) => void
  onTouchStart: (event: TouchEvent) => void
  onTouchMove: (event: TouchEvent) => void
  onTouchEnd: (event: TouchEvent) => void
  onTouchCancel: () => void
}

let held: { timer: ReturnType<typeof setTimeout>; x: number; y: number; done: boolean } | null = null

function letGo(): void {
  if (held) clearTimeout(held.timer)
  held = null
}

/**
 * The right button, Shift+F10, the menu key, or a finger that rests: all want the menu. There is one finger at a time, so what
 * is held is kept once for all rows.
 */
export function pressAndHold(open: () => void): Handlers {
  return {
    onContextMenu(event) {
      event.preventDefault()
      // On Android a resting finger makes this event, too.
      if (held?.done) return
      letGo()
      open()
    },
    onTouchStart({ touches }) {
      letGo()
      const [touch] = touches
      if (!touch || touches.length > 1) return
      const mine = {
        x: touch.clientX,
        y: touch.clientY,
        done: false,
        timer: setTimeout(() => {
          mine.done = true
          open()
        }, HOLD_MS),
      }
      held = mine
    },
    onTouchMove({ touches }) {
      const [touch] = touches
      if (!held || held.done || !touch) return
      if (Math.hypot(touch.clientX - held.x, touch.clientY - held.y) > STILL_PX) letGo()
    },
    onTouchEnd(event) {
      // The press that opened the menu is not also one on the row.
      if (held?.done) event.preventDefault()
      letGo()
    },
    onTouchCancel: letGo,
  }
}
