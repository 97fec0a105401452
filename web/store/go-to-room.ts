import type { RoomInfo } from '#protocol/rooms.ts'
import { roomNameOf, roomOfLink, roomPath } from '#web/kit/place.ts'
import { place, roomName, turnToRoom } from '#web/store/session.ts'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { goToLatest } from '#web/store/timeline-commands.ts'

export type Going = {
  /** Number of the message that is to be shown; otherwise one is where one was, or at the end. */
  seq?: number
  /** What is known of the room already, so that its title is there at once. */
  known?: RoomInfo
  /** The panel at the right stays: somebody walks through what was found in many rooms. */
  keepPanel?: boolean
}

const here = (name: string): string => roomPath(place.peek().base, name)

/**
 * Shows the room of an address without loading the page anew: the old one is left, what was written there stays there and is
 * still sent. Within the room of the page it only goes to the message, or to the end.
 */
export function goToRoom(name: string, { seq, known, keepPanel = false }: Going = {}): void {
  if (name === roomName.peek()) {
    goWithin(seq)
    return
  }
  history.pushState(null, '', here(name) + (seq === undefined ? '' : `#${seq}`))
  turn(name, known, keepPanel)
}

function turn(name: string, known?: RoomInfo, keepPanel = false): void {
  if (!keepPanel) closeSidePanel()
  turnToRoom(name, known)
}

/** What shows messages of the address listens to its changes (web/messages/permalinks.ts). */
function goWithin(seq: number | undefined): void {
  if (seq === undefined) goToLatest.run()
  else if (location.hash === `#${seq}`) window.dispatchEvent(new HashChangeEvent('hashchange'))
  else location.hash = `#${seq}`
}

/** Follows links to rooms inside the page, and the browser's way back and forward. */
export function startRoomChanges(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  window.addEventListener(
    'popstate',
    () => {
      const name = roomNameOf(location.pathname, place.peek().base)
      if (name !== roomName.peek()) turn(name)
    },
    { signal },
  )
  document.addEventListener('click', followLink, { signal })
  return () => stop.abort()
}

/** A plain press only: whoever holds a key wants a tab or a window of its own. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const name = link && !link.download ? roomOfLink(link, location.origin, place.peek().base) : null
  if (!link || name === null) return
  const seq = Number(/^#([1-9]\d{0,14})$/.exec(link.hash)?.[1])
  // Marks within the page, as the skip links are, stay the browser's.
  if (name === roomName.peek() && link.hash !== '' && !seq) return
  event.preventDefault()
  goToRoom(name, seq ? { seq } : {})
}
