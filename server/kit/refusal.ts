import type { RefusalCode, RefusalDetail } from '#protocol/refusals.ts'

/** An expected "no", by name: nothing was stored. It becomes a frame in one place only (gateway/dispatch.ts). */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
  }
}

/** Whether it was stored is not known: the client sends the same command with the same cid again (P-6). */
export class Unsure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Unsure'
  }
}
