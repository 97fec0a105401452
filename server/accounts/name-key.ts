import { greekAsCapital, greekAsWritten, lookAlikes } from './look-alikes.ts'

/** Most combining marks on one base: more only hide what they stand on (T-27). */
export const MARKS_A_BASE = 8

/** White space, controls, and everything that is not drawn: joiners, direction marks, variation selectors, fillers. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * The same text for names that the eye takes for the same one: whatever their case, width, spaces, invisible characters,
 * alphabet of look-alike letters, or digits of another script (T-26). For comparing and for unique indexes, never to be
 * shown. `nameKey(nameKey(name))` is `nameKey(name)`; of invisible characters alone it is ''.
 */
export function nameKey(name: string): string {
  let key = keyOnce(name)
  // A second fold can find what the first one made (two letters that became a pair); it settles after very few.
  for (let next = keyOnce(key); next !== key; next = keyOnce(key)) key = next
  return key
}

function keyOnce(name: string): string {
  const text = name.normalize('NFKD').replace(UNSEEN, '')
  const besideLatin = /\p{Script=Latin}/u.test(text)
  let folded = ''
  for (const sign of text) folded += plainOf(sign, besideLatin)
  return (
    folded
      // The dot of an i does not tell it from an ı; a mark drawn twice covers itself.
      .replace(/(?<=[lj])\u0307/gu, '')
      .replace(/(\p{M})\1+/gu, '$1')
      .replace(TOO_MANY_MARKS, '$1')
      .normalize('NFC')
      .replaceAll('rn', 'm')
      .replaceAll('vv', 'w')
  )
}
export const TOO_MANY_MARKS = new RegExp(`(\\p{M}{${MARKS_A_BASE}})\\p{M}+`, 'gu')

function plainOf(sign: string, besideLatin: boolean): string {
  const greek = besideLatin ? greekAsWritten.get(sign) : undefined
  if (greek !== undefined) return greek
  let plain = ''
  // Upper case first: it joins ß and ss, ſ and s, and both small sigmas.
  for (const part of sign.toUpperCase().toLowerCase()) plain += alikeOf(digitOf(part))
  return plain
}

const alikeOf = (sign: string): string => greekAsCapital.get(sign) ?? lookAlikes.get(sign) ?? sign

/** Digits of any script by their value. In Unicode they stand in rows of ten, the zero first, some rows side by side. */
function digitOf(sign: string): string {
  if (!/^\p{Nd}$/u.test(sign)) return sign
  const code = sign.codePointAt(0) ?? 0
  let zero = code
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}
