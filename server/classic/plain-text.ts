import { parseMarkup, plainText as wordsOf } from '#protocol/markup.ts'

/** A message as a page without Markdown shows it: its words without the marks, line breaks kept. Never empty. */
export function plainText(body: string, author: string): string {
  const markup = parseMarkup(body)
  const plain = wordsOf(markup, { spoiler: (inside) => `||${inside}||`, link: linkText })
  if (plain.trim() === '') return body
  return markup.action ? `* ${author} ${plain}` : plain
}

const linkText = (words: string, href: string): string =>
  sameAddress(words, href) ? words : `${words} (${href.replace(/^mailto:/, '')})`

/** An address that stands in the text by itself is its own words. */
const sameAddress = (words: string, href: string): boolean => URL.canParse(words) && new URL(words).href === href
