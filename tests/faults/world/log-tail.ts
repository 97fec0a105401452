/** Of the newest lines; all are counted. */
const KEPT = 400
/** Codes of a client that goes by itself. */
const ASKED = new Set([1000, 1001, 1005])
const MOST_ERRORS = 200

export type LogLine = { event: string; level: string } & Readonly<Record<string, unknown>>

/** What a server writes: its newest lines and sentences, and how often each event came. Bounded over an hour. */
export class LogTail {
  readonly counts = new Map<string, number>()
  /** Lines of level error, by event and the beginning of their reason. */
  readonly errors = new Map<string, number>()
  /** Lines of people that ended without their asking. */
  lost = 0
  lines: LogLine[] = []
  /** What is no log line: sentences for people, crashes. */
  words: string[] = []
  #gate: PromiseWithResolvers<void> | null = null

  /** Reads nothing more: the server's pipes fill. */
  hold(): void {
    this.#gate ??= Promise.withResolvers()
  }

  release(): void {
    this.#gate?.resolve()
    this.#gate = null
  }

  count(event: string): number {
    return this.counts.get(event) ?? 0
  }

  async follow(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let rest = ''
    try {
      for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
        await this.#gate?.promise
        const parts = `${rest}${chunk}`.split('\n')
        rest = parts.pop() ?? ''
        for (const part of parts) this.#hear(part)
      }
    } catch {
      // The process is gone, and with it the rest of what it said.
    }
  }

  #noteError(line: LogLine): void {
    const key = `${line.event}: ${String(line['error'] ?? '').slice(0, 160)}`
    const count = this.errors.get(key)
    if (count !== undefined || this.errors.size < MOST_ERRORS) this.errors.set(key, (count ?? 0) + 1)
  }

  #hear(text: string): void {
    const line = readLine(text)
    if (line) {
      this.counts.set(line.event, this.count(line.event) + 1)
      if (line.event === 'closed' && !ASKED.has(Number(line['code']))) this.lost++
      if (line.level === 'error') this.#noteError(line)
      this.lines.push(line)
      if (this.lines.length > 2 * KEPT) this.lines = this.lines.slice(-KEPT)
    } else if (text.trim()) {
      this.words.push(text.slice(0, 500))
      if (this.words.length > 2 * KEPT) this.words = this.words.slice(-KEPT)
    }
  }
}

function readLine(text: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(text)
    return isLogLine(value) ? value : null
  } catch {
    return null
  }
}

const isLogLine = (value: unknown): value is LogLine =>
  typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string'
