import type { RefusalBody } from '#protocol/refusals.ts'

/** The server said no: nothing was stored. */
export class Refused extends Error {
  readonly refusal: RefusalBody
  constructor(refusal: RefusalBody) {
    super(refusal.code)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** The connection ended before the answer came: whether it was done is not known. */
export class Disconnected extends Error {
  constructor() {
    super('disconnected')
    this.name = 'Disconnected'
  }
}
