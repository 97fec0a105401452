const HEAD_BYTES = 16 * 1024

export type AnswerHead = { status: number; headers: ReadonlyMap<string, string> }

/** Gathers the head of an answer. What came behind it is the beginning of the body. */
export class HeadReader {
  #heard: Buffer = Buffer.alloc(0)

  /** Null: there is more to come. Throws where it is no HTTP, or has no end. */
  take(bytes: Buffer): { head: AnswerHead; rest: Buffer } | null {
    this.#heard = Buffer.concat([this.#heard, bytes])
    for (;;) {
      const end = this.#heard.indexOf('\r\n\r\n')
      if (end > HEAD_BYTES || (end < 0 && this.#heard.length > HEAD_BYTES)) throw new Error('the answer has no end')
      if (end < 0) return null
      const head = readHead(this.#heard.toString('latin1', 0, end))
      this.#heard = this.#heard.subarray(end + 4)
      // What is said ahead of the answer: 103, and what one was asked to wait for.
      if (head.status >= 200) return { head, rest: this.#heard }
    }
  }
}

/** Of a field that comes twice the first is taken. */
function readHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n')
  const [, status] = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first) ?? []
  if (status === undefined) throw new Error('the answer is not HTTP')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(0, at)).toLowerCase()
    if (at > 0 && !headers.has(name)) headers.set(name, line.slice(at + 1).trim())
  }
  return { status: Number(status), headers }
}
