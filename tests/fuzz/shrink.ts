/** Most tries of one shrinking: a failure is told soon, and not the smallest of all. */
const MOST_TRIES = 2_000

/**
 * What is left of a failing list when everything is left out that the failure does not need. `fails` is asked again and again: halves first,
 * then smaller pieces, then one by one.
 */
export function shrunkList<T>(list: readonly T[], fails: (list: readonly T[]) => boolean): readonly T[] {
  let tries = 0
  let left = list
  for (let piece = Math.ceil(list.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < left.length && tries < MOST_TRIES; ) {
      const without = [...left.slice(0, at), ...left.slice(at + piece)]
      tries++
      if (without.length < left.length && fails(without)) left = without
      else at += piece
    }
  }
  return left
}

export const shrunkText = (text: string, fails: (text: string) => boolean): string =>
  // UTF-16 units, not signs: a half of a pair may be all that a failure needs.
  shrunkList(text.split(''), (units) => fails(units.join(''))).join('')

export const shrunkBytes = (bytes: Uint8Array, fails: (bytes: Uint8Array) => boolean): Uint8Array =>
  Uint8Array.from(shrunkList([...bytes], (list) => fails(Uint8Array.from(list))))
