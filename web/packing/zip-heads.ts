/** The head of an entry: `PK\3\4` and what follows it, before its name and its extra fields. */
const HEAD_BYTES = 30
const HAS_TRAILER = 8
const LARGE = 0xffff_ffff
/** The extra field that says what 32 bits cannot. */
const LARGE_FIELD = 1

export class BadHead extends Error {}

/**
 * Lets the bytes of a zip through as far as its heads were looked at: those that promise a size of 64 bits must have it. The reader behind
 * it (fflate) looks for it without an end (T-79). Throws `BadHead`.
 */
export class ZipHeads {
  #held = new Uint8Array()

  take(part: Uint8Array, isLast: boolean): Uint8Array {
    const bytes = new Uint8Array(this.#held.length + part.length)
    bytes.set(this.#held)
    bytes.set(part, this.#held.length)
    const end = checked(new DataView(bytes.buffer))
    this.#held = isLast ? new Uint8Array() : bytes.slice(end)
    return isLast ? bytes : bytes.subarray(0, end)
  }
}

/** Up to where all heads are here and right. What is no head may look like one: then it is asked no less. */
function checked(view: DataView): number {
  for (let at = 0; ; at++) {
    if (at + HEAD_BYTES > view.byteLength) return at
    if (view.getUint8(at) !== 0x50 || view.getUint32(at, true) !== 0x0403_4b50) continue
    const hasTrailer = (view.getUint16(at + 6, true) & HAS_TRAILER) !== 0
    if (hasTrailer || view.getUint32(at + 18, true) !== LARGE) continue
    const from = at + HEAD_BYTES + view.getUint16(at + 26, true)
    const to = from + view.getUint16(at + 28, true)
    if (to > view.byteLength) return at
    if (!hasLargeField(view, from, to)) throw new BadHead()
  }
}

function hasLargeField(view: DataView, from: number, to: number): boolean {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === LARGE_FIELD) return true
  }
  return false
}
