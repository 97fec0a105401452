/** The head of a frame of MP3: four bytes, eleven of whose bits are set. */
export type Mp3Frame = {
  /** Of the whole frame, head and all. */
  bytes: number
  /** Thousands of bits a second. */
  rate: number
  /** Samples of the frame, and how many go into a second. */
  samples: number
  sampling: number
  /** From the beginning of the frame to where its sound begins. */
  sideBytes: number
}

/** Of the third layer; of the first version, and of the later ones for low rates. */
const rates = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const
const samplings = [44_100, 48_000, 32_000] as const
const FIRST_VERSION = 3
const SECOND_VERSION = 2
const NO_VERSION = 1
const MONO = 3

/** Null: no frame begins here. */
export function mp3Frame(bytes: Uint8Array, at: number): Mp3Frame | null {
  const [first, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4)
  const version = (second >> 3) & 3
  if (first !== 0xff || (second & 0xe6) !== 0xe2 || version === NO_VERSION) return null
  const isFirst = version === FIRST_VERSION
  const rate = rates[isFirst ? 0 : 1][(third >> 4) - 1]
  const base = samplings[(third >> 2) & 3]
  if (rate === undefined || base === undefined) return null
  const sampling = isFirst ? base : version === SECOND_VERSION ? base / 2 : base / 4
  const samples = isFirst ? 1_152 : 576
  const padding = (third >> 1) & 1
  const isMono = fourth >> 6 === MONO
  const sideBytes = 4 + (isFirst ? (isMono ? 17 : 32) : isMono ? 9 : 17)
  return { bytes: Math.floor((samples * rate * 125) / sampling) + padding, rate, samples, sampling, sideBytes }
}

/** Bytes of the frame of AAC (ADTS) that begins here; null: none does. */
export function aacFrameBytes(bytes: Uint8Array, at: number): number | null {
  const [first, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(at, at + 6)
  if (first !== 0xff || (second & 0xf6) !== 0xf0 || ((third >> 2) & 0x0f) > 12) return null
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5)
  return length > 7 ? length : null
}

/** Two bytes that look like the beginning of a frame are found in any noise; a second frame right behind the first is not. */
export function soundOfFrames(head: Uint8Array): 'mp3' | 'aac' | null {
  const mp3 = mp3Frame(head, 0)
  if (mp3) return mp3Frame(head, mp3.bytes) ? 'mp3' : null
  const aac = aacFrameBytes(head, 0)
  return aac !== null && aacFrameBytes(head, aac) !== null ? 'aac' : null
}
