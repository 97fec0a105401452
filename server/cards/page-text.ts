import { mediaType } from './guarded-get.ts'

/** Where a page says in itself how it is written, it says so early. */
const LOOK_BYTES = 4_096

/**
 * The text of a page, by what its head says of it, then its first bytes, then its `meta`; else UTF-8. Bytes that are none become
 * the sign for that. GBK, GB18030, Big5, Shift_JIS and the rest are the runtime's.
 */
export function textOfPage(type: string, body: Buffer): string {
  const said = marked(body) ?? charsetOf(type) ?? charsetIn(body)
  return decoder(said).decode(body)
}

function decoder(said = 'utf-8'): TextDecoder {
  // GB2312 and GBK are parts of GB18030, and pages that say the first are often written in the last.
  const label = /^(?:x-)?gb(?:2312|k|_2312-80)$/i.test(said) ? 'gb18030' : said
  return new TextDecoder(isKnown(label) ? label : 'utf-8')
}

function isKnown(label: string): label is Bun.Encoding {
  try {
    Reflect.construct(TextDecoder, [label])
    return true
  } catch {
    return false
  }
}

function marked(body: Buffer): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined
}

const charsetOf = (type: string): string | undefined =>
  mediaType(type) === '' ? undefined : /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(type)?.[1]

function charsetIn(body: Buffer): string | undefined {
  const head = body.toString('latin1', 0, LOOK_BYTES)
  const [, label] = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head) ?? []
  // Who can say it in letters of one byte does not write two (HTML, 4.2.5.4).
  return label !== undefined && /^utf-?16/i.test(label) ? 'utf-8' : label
}
