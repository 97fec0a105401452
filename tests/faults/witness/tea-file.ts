const NAME = /^tea-(\d{1,10})-(\d{1,9})\.bin$/
/** No inspection takes it for a picture or a sound, which would be made anew, or looked into. */
const HEAD = 'tea, as bytes\n'

export type TeaFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** A file whose name says what its bytes are: whoever gets some of it knows whether they are right. `length`: some bytes at least. */
export function teaFile(seed: number, length: number): TeaFile {
  const words = new Uint32Array(Math.ceil(length / 4))
  // xorshift, which stays at 0 once it is there.
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[at] = state
  }
  const bytes = new Uint8Array(words.buffer).slice(0, length)
  bytes.set(new TextEncoder().encode(HEAD).subarray(0, length))
  return { name: `tea-${seed}-${length}.bin`, bytes }
}

/** The bytes that a name stands for; null where it is no such name. */
export function bytesOf(name: string): Uint8Array<ArrayBuffer> | null {
  const [, seed, length] = NAME.exec(name) ?? []
  return seed === undefined || length === undefined ? null : teaFile(Number(seed), Number(length)).bytes
}
