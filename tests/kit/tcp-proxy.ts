import { connect, createServer, type Server, type Socket } from 'node:net'

/** Bytes that may still pass on the open connections before all of them are cut. */
type Budget = { up: number; down: number }
type Pair = { client: Socket; server: Socket }

/**
 * A line between page and server that a test can cut. It knows bytes, not messages. Cutting resets both ends: neither is
 * told anything by the other.
 */
export class TcpProxy {
  readonly #targetPort: () => number
  readonly #pairs = new Set<Pair>()
  readonly #listener: Server
  #budget: Budget = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
  #held = false
  #downHeld = false
  #refusing = false
  #delayMs = 0
  /** How often it has cut a line that was open: a test proves by it that its fault happened. */
  cuts = 0

  constructor(targetPort: () => number) {
    this.#targetPort = targetPort
    this.#listener = createServer((client) => this.#accept(client))
  }

  get port(): number {
    const address = this.#listener.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
    return address.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#listener.listen(0, '127.0.0.1', resolve))
  }

  /** Cuts all lines now. New ones are let through unless `refuse` was called. */
  cut(): void {
    this.#budget = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
    for (const { client, server } of this.#pairs) {
      this.cuts++
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
    this.#pairs.clear()
  }

  /** Cuts all lines as soon as more than so many further bytes would pass in that direction; the bytes up to it pass. */
  cutAfter(bytes: Partial<Budget>): void {
    this.#budget = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY, ...bytes }
  }

  /** Cuts, and from now on resets every new connection at once: as if nobody listened. */
  refuse(): void {
    this.#refusing = true
    this.cut()
  }

  /** The end of `refuse`. */
  accept(): void {
    this.#refusing = false
  }

  /** Silence: open lines stay open, nothing passes. */
  hold(): void {
    this.#held = true
    for (const { client, server } of this.#pairs) {
      client.pause()
      server.pause()
    }
  }

  /** Nothing comes down any more; what goes up passes: what was asked is done, and its answer waits. */
  holdDown(): void {
    this.#downHeld = true
    for (const { server } of this.#pairs) server.pause()
  }

  /** The end of `hold` and of `holdDown`: what waited passes. */
  release(): void {
    this.#held = false
    this.#downHeld = false
    for (const { client, server } of this.#pairs) {
      client.resume()
      server.resume()
    }
  }

  /** Each chunk passes so much later, in either direction. */
  delay(ms: number): void {
    this.#delayMs = ms
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#listener.close(resolve))
  }

  #accept(client: Socket): void {
    client.on('error', () => {})
    if (this.#refusing) {
      client.resetAndDestroy()
      return
    }
    const server = connect(this.#targetPort(), '127.0.0.1')
    const pair = { client, server }
    this.#pairs.add(pair)
    server.on('error', () => client.destroy())
    client.on('close', () => this.#closed(pair, server))
    server.on('close', () => this.#closed(pair, client))
    client.on('data', (chunk: Buffer) => this.#pass(chunk, 'up', server))
    server.on('data', (chunk: Buffer) => this.#pass(chunk, 'down', client))
    if (this.#held) client.pause()
    if (this.#held || this.#downHeld) server.pause()
  }

  /** What one side said before it ended still reaches the other: a page that is slow to read would get half of a file. */
  #closed(pair: Pair, other: Socket): void {
    if (pair.client.destroyed && pair.server.destroyed) this.#pairs.delete(pair)
    setTimeout(() => other.end(), this.#delayMs)
  }

  #pass(chunk: Buffer, direction: keyof Budget, to: Socket): void {
    const left = this.#budget[direction]
    this.#budget[direction] = left - chunk.length
    if (chunk.length <= left) {
      if (this.#delayMs === 0) to.write(chunk)
      else setTimeout(() => to.writable && to.write(chunk), this.#delayMs)
      return
    }
    // What passes must be out before the line is reset.
    if (left > 0) to.write(chunk.subarray(0, left), () => this.cut())
    else this.cut()
  }
}

/** A proxy in front of a server that may come back on the same port. `await using` it. */
export async function startProxy(server: { readonly port: number }): Promise<TcpProxy> {
  const proxy = new TcpProxy(() => server.port)
  await proxy.listen()
  return proxy
}
