// A bare publish loop: what Bun does for a room when nothing is checked, stored or known. With TICK_MS above 0, what
// came within a tick leaves as one frame, lines joined by newlines.
const tickMs = Number(process.env['TICK_MS'] ?? 0)
let waiting: string[] = []

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env['PORT']),
  fetch(request, own) {
    if (own.upgrade(request, { data: undefined })) return undefined
    return new Response('ready')
  },
  websocket: {
    perMessageDeflate: false,
    idleTimeout: 0,
    open(socket) {
      socket.subscribe('room')
    },
    message(_socket, text) {
      if (tickMs > 0) waiting.push(String(text))
      else server.publish('room', text, false)
    },
  },
})

if (tickMs > 0) {
  setInterval(() => {
    if (waiting.length === 0) return
    server.publish('room', waiting.join('\n'), false)
    waiting = []
  }, tickMs)
}
