import type { Server, ServerWebSocket } from 'bun'

/** A browser's socket knows its twin to the house. */
type Twin = { house: WebSocket }

/**
 * What nginx or Caddy is in front of a house that shares a name with other sites: it takes requests and sockets under one path, passes them on
 * unchanged, and says whom they came from. All that is asked of this name is noted; what is not below the path is another site's.
 */
export class ReverseProxy {
  /** Method and path of all that was asked, in order. */
  readonly asked: string[] = []
  readonly #base: string
  readonly #targetPort: () => number
  readonly #server: Server<Twin>
  #holds = false
  #waiting: (() => void)[] = []

  constructor(base: string, targetPort: () => number) {
    this.#base = base
    this.#targetPort = targetPort
    this.#server = Bun.serve<Twin>({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request, server) => this.#take(request, server),
      websocket: {
        message: ({ data }, text) => void data.house.send(text),
        open: (client) => this.#answer(client),
        close: ({ data }) => data.house.close(),
      },
    })
  }

  /** Origin of this name, without a path. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  /** What was asked that is not below the path. */
  get strays(): string[] {
    return this.asked.filter((one) => !one.slice(one.indexOf(' ') + 1).startsWith(`${this.#base}/`))
  }

  /** From now on nothing that the house says on a socket arrives. */
  hold(): void {
    this.#holds = true
  }

  /** The end of `hold`: what waited arrives, in order. */
  release(): void {
    this.#holds = false
    for (const pass of this.#waiting.splice(0)) pass()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }

  async #take(request: Request, server: Server<Twin>): Promise<Response | undefined> {
    const { pathname, search } = new URL(request.url)
    this.asked.push(`${request.method} ${pathname}`)
    if (!pathname.startsWith(`${this.#base}/`)) return new Response('Another site', { status: 404 })
    const headers = new Headers(request.headers)
    headers.set('X-Forwarded-For', server.requestIP(request)?.address ?? '')
    headers.set('X-Forwarded-Host', headers.get('host') ?? '')
    headers.set('X-Forwarded-Proto', 'http')
    const address = `127.0.0.1:${this.#targetPort()}${pathname}${search}`
    if (headers.get('upgrade')?.toLowerCase() === 'websocket') return this.#join(request, headers, address, server)
    const { method, body } = request
    const answer = await fetch(`http://${address}`, { method, headers, body, redirect: 'manual', decompress: false })
    return new Response(answer.body, answer)
  }

  /** Joins the two when the house has taken its one; what it refuses the browser hears, too. */
  async #join(request: Request, from: Headers, address: string, server: Server<Twin>): Promise<Response | undefined> {
    const protocol = from.get('sec-websocket-protocol') ?? ''
    const kept = [...from].filter(([name]) => !/^(connection|upgrade|host|sec-websocket-.*)$/.test(name))
    const options = { protocols: [protocol], headers: Object.fromEntries(kept) }
    // Of headers the DOM's type knows nothing, which stands before Bun's in the tests.
    const house: WebSocket = Reflect.construct(WebSocket, [`ws://${address}`, options])
    const isOpen = await new Promise<boolean>((resolve) => {
      house.onopen = () => resolve(true)
      house.onerror = () => resolve(false)
    })
    const isJoined =
      isOpen && server.upgrade(request, { data: { house }, headers: { 'Sec-WebSocket-Protocol': protocol } })
    return isJoined ? undefined : new Response('The house refused.', { status: 502 })
  }

  #answer(client: ServerWebSocket<Twin>): void {
    const { house } = client.data
    const pass = (run: () => void) => (this.#holds ? void this.#waiting.push(run) : run())
    house.onmessage = ({ data }) => pass(() => client.send(String(data)))
    house.onclose = ({ code, reason }) => pass(() => client.close(code === 1006 ? 1001 : code, reason))
  }
}
