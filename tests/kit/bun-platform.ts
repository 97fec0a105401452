import { subprotocol } from '#protocol/version.ts'
import { type Keep, memoryKeep, type Platform, type Socket } from '#sdk/index.ts'

/** The platform of Bun: for tests, bots and the bench. */
export function createBunPlatform(options: { keep?: Keep } = {}): Platform {
  return {
    openSocket,
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    nowMs: () => Date.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keep: options.keep ?? memoryKeep(),
  }
}

function openSocket(url: string): Socket {
  const socket = new WebSocket(url, subprotocol)
  const own: Socket = {
    send: (text) => socket.send(text),
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
