const graphemes = new Intl.Segmenter()

/** What stands on a room's mark: the first letter or digit of its title, else its first sign, an emoji for instance. */
export function firstLetter(title: string): string {
  const signs = [...graphemes.segment(title.slice(0, 64))].map(({ segment }) => segment)
  const first = signs.find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? signs.find((sign) => sign.trim() !== '') ?? ''
  return first.toLocaleUpperCase()
}
