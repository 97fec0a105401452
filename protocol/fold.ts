/** Accents of scripts whose letters are known without them; kana keep their voice marks, which make other letters. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu

/**
 * One form for what people take for the same when they look for it: width, case, accents. Search compares texts in this
 * form, and the page marks what was found by it. Folding twice changes nothing more.
 */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(ACCENTS, '').normalize('NFKC').toLowerCase()
  // Lower case may bring an accent of its own (İ), and that may be composed again. Which small sigma it brings hangs on what
  // stands around it: a beginning of ΟΔΟΣΑ, or a word by itself, would be another one.
  return plain.replace(ACCENTS, '').normalize('NFKC').replaceAll('ς', 'σ')
}
