import type { BrowserContext, WebSocketRoute } from 'playwright-core'
import type { RefusalBody } from '#protocol/refusals.ts'

type Answer = RefusalBody | 'nothing'

/** The socket between a page and its server, in which the server can be made to say anything. */
export class Line {
  readonly #answers = new Map<string, Answer>()
  readonly #open = new Set<WebSocketRoute>()
  #gone: number | null = null
  /** Changes what the server says, as text. */
  rewrite: (text: string) => string = (text) => text

  async holds(context: BrowserContext): Promise<void> {
    await context.routeWebSocket(/\/ws$/, (page) => this.#join(page))
  }

  /** From now on this command is not asked of the server, but answered so; `nothing`: not at all. */
  answers(command: string, answer: Answer): void {
    this.#answers.set(command, answer)
  }

  /** Ends the line with this code; and each new one, too, until `back`. */
  async ends(code: number): Promise<void> {
    this.#gone = code
    for (const page of this.#open) await page.close({ code })
    this.#open.clear()
  }

  back(): void {
    this.#gone = null
  }

  /** What the server never said. */
  says(frame: readonly [ref: number, kind: string, body: object]): void {
    for (const page of this.#open) page.send(JSON.stringify(frame))
  }

  #join(page: WebSocketRoute): void {
    if (this.#gone !== null) return void page.close({ code: this.#gone })
    const server = page.connectToServer()
    this.#open.add(page)
    page.onMessage((text) => {
      const [ref, command]: [number, string] = JSON.parse(String(text))
      const answer = this.#answers.get(command)
      if (answer === undefined) server.send(text)
      else if (answer !== 'nothing') page.send(JSON.stringify([ref, 'no', answer]))
    })
    server.onMessage((text) => page.send(this.rewrite(String(text))))
    page.onClose((code, reason) => {
      this.#open.delete(page)
      void server.close({ ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) })
    })
  }
}
