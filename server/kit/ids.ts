/** Crockford's base 32 in lower case: nothing that reads like something else. */
const ALPHABET = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz')

/** `length` characters of 5 random bits each, from the system's source (D-40, T-3). Written at once: a text that grows leaves one behind for each step. */
function randomText(length: number): string {
  const text = crypto.getRandomValues(Buffer.alloc(length))
  for (const [at, byte] of text.entries()) text[at] = ALPHABET[byte & 31] ?? 0
  return text.toString('latin1')
}

export const newRoomId = (): string => `r${randomText(12)}`
/** The address of a room that only its members, or who was given it, can find. Nobody can choose one. */
export const newRoomAddress = (): string => `~${randomText(12)}`
export const newPrincipalId = (): string => `p${randomText(16)}`
/** 130 bits: an address that nobody guesses (T-8). */
export const newFileId = (): string => `f${randomText(26)}`
export const newUploadId = (): string => `u${randomText(26)}`
export const newPackId = (): string => `k${randomText(12)}`
export const newEpoch = (): string => randomText(12)
/** 80 random bits: never equal by accident, whatever restarts or is made anew. */
export const newPeopleVersion = (): string => randomText(16)
/** 80 random bits to be typed by a person, in groups: `K7QF-9XWB-2M0T-C4HA`. A secret. */
export const newClaimCode = (): string =>
  randomText(16)
    .toUpperCase()
    .replace(/.{4}(?=.)/g, '$&-')
const LOG_ID_CHARS = 8
const BITS_A_CHAR = 5
/** Names a connection or an error in the log; not a secret. */
export const newLogId = (): string => randomText(LOG_ID_CHARS)
/** The same as a number of 40 random bits, for what there are a hundred thousand of; `logIdOf` is its text. */
export const newLogNumber = (): number => crypto.getRandomValues(Buffer.alloc(BITS_A_CHAR)).readUIntBE(0, BITS_A_CHAR)
export const logIdOf = (number: number): string => {
  const text = Buffer.alloc(LOG_ID_CHARS)
  // 40 bits are more than a shift takes.
  for (let at = LOG_ID_CHARS - 1, rest = number; at >= 0; at--, rest = Math.floor(rest / ALPHABET.length))
    text[at] = ALPHABET[rest % ALPHABET.length] ?? 0
  return text.toString('latin1')
}
