import { createHash, timingSafeEqual } from 'node:crypto'
import { newClaimCode } from '#server/kit/ids.ts'

/** The code that makes somebody the owner of the installation: random, shown once a start, used once (T-72). */
export class ClaimCode {
  /** As people read and type it. For the console alone. */
  readonly text: string
  readonly #hash: Buffer

  constructor(text: string = newClaimCode()) {
    this.text = text
    this.#hash = hashOf(text)
  }

  /** In a time that says nothing about how much of it is right. Case, spaces and hyphens do not count; O is 0, I and L are 1. */
  isWhat(typed: string): boolean {
    return timingSafeEqual(this.#hash, hashOf(typed))
  }
}

const hashOf = (text: string): Buffer => createHash('sha256').update(asMeant(text)).digest()

/** As Crockford wished his alphabet to be read. */
const asMeant = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
