import { createServer, type Socket } from 'node:net'

export type Visit = { path: string; head: string }
/** What is done with who asks: bytes by hand, so that anything can be said. */
export type Answerer = (socket: Socket, visit: Visit) => void

export const page = (title: string, more = ''): string =>
  `<!doctype html><html><head><title>${title}</title>${more}</head><body>tea</body></html>`

/** A whole answer. `length`: as it is said, where that is not the truth. */
export function answer(
  body: string | Buffer,
  { type = 'text/html; charset=utf-8', status = 200, more = '' } = {},
): Answerer {
  const bytes = Buffer.from(body)
  return (socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n${more}\r\n`)
    socket.end(bytes)
  }
}

export const redirect = (to: string, status = 302): Answerer => answer('', { status, more: `Location: ${to}\r\n` })

/** Says nothing, and keeps the line. */
export const hang: Answerer = () => undefined

/** Sends as long as somebody takes it: the head, then this again and again. */
export function endless(head: string, piece: Buffer): Answerer {
  return (socket) => {
    socket.write(head)
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    }
    socket.on('drain', more)
    more()
  }
}

/** A byte every few milliseconds, for ever. */
export function drip(head: string, everyMs: number): Answerer {
  return (socket) => {
    socket.write(head)
    const timer = setInterval(() => void socket.write(' '), everyMs)
    socket.on('close', () => clearInterval(timer))
  }
}

/** A site on this machine that answers as a test wants it, and worse. What it has not heard of is not there. */
export async function startStrangeSite(answers: Record<string, Answerer> = {}, host = '127.0.0.1') {
  const visits: Visit[] = []
  const lines = new Set<Socket>()
  const server = createServer((socket) => {
    lines.add(socket)
    let heard = ''
    socket.on('error', () => undefined)
    socket.on('close', () => lines.delete(socket))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (!heard.includes('\r\n\r\n')) return
      const visit = { path: heard.split(' ')[1] ?? '', head: heard }
      heard = ''
      visits.push(visit)
      const found = answers[visit.path] ?? answer('', { status: 404 })
      found(socket, visit)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** The same site under a name that a test resolves. */
    at: (name: string, path = '/'): string => `http://${name}:${port}${path}`,
    visits,
    answers,
    lines,
    stop(): void {
      for (const line of lines) line.destroy()
      server.close()
    },
  }
}
