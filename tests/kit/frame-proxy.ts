import { connect, createServer, type Server, type Socket } from 'node:net'
import { opcodes } from './raw-socket.ts'

type Frame = { opcode: number; end: number; text: string }

/**
 * A line between client and server that knows where frames of the server begin and end, and swallows those that a test names: what a
 * broken box on the way would do, and what nobody is told of (P-10). The other direction passes as it is.
 */
export class FrameProxy {
  /** Whether this frame is lost. */
  swallows: (text: string) => boolean = () => false
  /** What was lost: a test proves by it that its fault happened. */
  readonly swallowed: string[] = []
  /** What passed. */
  readonly passed: string[] = []
  readonly #listener: Server
  readonly #sockets = new Set<Socket>()

  constructor(targetPort: () => number) {
    this.#listener = createServer((client) => {
      const server = connect(targetPort(), '127.0.0.1')
      for (const socket of [client, server]) {
        this.#sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          this.#sockets.delete(socket)
          client.destroy()
          server.destroy()
        })
      }
      client.on('data', (chunk) => void server.write(chunk))
      this.#sieve(server, client)
    })
  }

  get port(): number {
    const address = this.#listener.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
    return address.port
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#listener.listen(0, '127.0.0.1', resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#listener.close(resolve))
  }

  #sieve(server: Socket, client: Socket): void {
    let rest: Buffer = Buffer.alloc(0)
    let isHead = true
    server.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      if (isHead) {
        const end = rest.indexOf('\r\n\r\n') + 4
        if (end < 4) return
        client.write(rest.subarray(0, end))
        rest = rest.subarray(end)
        isHead = false
      }
      for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
        if (!this.#isLost(frame)) client.write(rest.subarray(0, frame.end))
        rest = rest.subarray(frame.end)
      }
    })
  }

  #isLost({ opcode, text }: Frame): boolean {
    const isLost = opcode === opcodes.text && this.swallows(text)
    ;(isLost ? this.swallowed : this.passed).push(text)
    return isLost
  }
}

/** A server never masks, and ours sends no fragments. */
function firstFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null
  const short = bytes.readUInt8(1)
  const headBytes = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < headBytes) return null
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  const end = headBytes + length
  if (bytes.length < end) return null
  return { opcode: bytes.readUInt8(0) & 0x0f, end, text: bytes.toString('utf8', headBytes, end) }
}

/** A proxy in front of a server. `await using` it. */
export async function startFrameProxy(server: { readonly port: number }): Promise<FrameProxy> {
  const proxy = new FrameProxy(() => server.port)
  await proxy.listen()
  return proxy
}
