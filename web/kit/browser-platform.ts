import { subprotocol } from '#protocol/version.ts'
import type { Platform, Socket } from '#sdk/index.ts'
import { createIndexedKeep } from './indexed-keep.ts'

/** The platform of a page: the browser's socket, timers, randomness, and IndexedDB for what is not sent yet. */
export function createBrowserPlatform(): Platform {
  return {
    openSocket,
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    nowMs: steadyClock(
      () => Date.now(),
      () => performance.now(),
    ),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keep: createIndexedKeep(),
  }
}

/** A wall clock that is this far ahead of the monotonic one says that the device slept. */
const SLEPT_MS = 1_000

/**
 * Milliseconds since 1970 that never go back. Neither clock will do alone: the one on the wall is moved by people and
 * networks, and the monotonic one stands still while the device sleeps.
 */
export function steadyClock(wall: () => number, monotonic: () => number): () => number {
  let last = { wall: wall(), monotonic: monotonic() }
  let nowMs = last.wall
  return () => {
    const next = { wall: wall(), monotonic: monotonic() }
    const passedMs = next.monotonic - last.monotonic
    const shownMs = next.wall - last.wall
    nowMs += Math.max(0, shownMs > passedMs + SLEPT_MS ? shownMs : passedMs)
    last = next
    return Math.floor(nowMs)
  }
}

/** What stands in for the browser's socket may throw (an extension, a policy): that is a line that did not come to be, or is lost. */
function openSocket(url: string): Socket {
  try {
    return ownSocket(new WebSocket(url, subprotocol))
  } catch {
    const none: Socket = { send() {}, close() {}, onOpen: null, onText: null, onClose: null }
    setTimeout(() => none.onClose?.(1006))
    return none
  }
}

function ownSocket(socket: WebSocket): Socket {
  const own: Socket = {
    send(text) {
      try {
        socket.send(text)
      } catch {
        setTimeout(() => own.onClose?.(1006))
      }
    },
    close: (code) => socket.close(code),
    onOpen: null,
    onText: null,
    onClose: null,
  }
  socket.onopen = () => own.onOpen?.()
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') own.onText?.(data)
  }
  socket.onclose = ({ code }) => own.onClose?.(code)
  return own
}
