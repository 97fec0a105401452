/** Nested marks are followed this deep; what lies deeper keeps its marks. */
const DEEPEST = 4

/**
 * Code first, since nothing inside of it is a mark. Then links, and the pairs that make bold, struck and slanted. Each
 * alternative stops at its own closing sign or at the end of the line, so the time grows with the text and no faster.
 */
const MARKED = new RegExp(
  [
    '```[^\\n`]*\\n(?<fence>[^`]*(?:`{1,2}(?!`)[^`]*)*)```',
    '`(?<code>[^`\\n]+)`',
    '\\[(?<label>[^\\][\\n]{1,200})\\]\\((?<address>https?://[^\\s()]{1,2000})\\)',
    '\\*\\*\\*(?<both>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*\\*\\*',
    '\\*\\*(?=\\S)(?<bold>(?:[^*\\n]|\\*(?!\\*))+)(?<!\\s)\\*\\*',
    '~~(?<struck>[^\\s~](?:[^~\\n]*[^\\s~])?)~~',
    '(?<![\\p{L}\\p{N}*])\\*(?<slanted>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\p{L}\\p{N}*])',
  ].join('|'),
  'gu',
)
const QUOTE = /^(?:> ?)+/gm

/** A message as a page without Markdown shows it: its words without the marks, line breaks kept. Never empty. */
export function plainText(body: string, author: string): string {
  const action = /^\/me\s+(?=\S)/u.exec(body)
  const words = action ? `* ${author} ${body.slice(action[0].length)}` : body
  const plain = withoutMarks(words.replace(QUOTE, ''), DEEPEST)
  return plain.trim() === '' ? body : plain
}

function withoutMarks(text: string, depth: number): string {
  return text.replace(MARKED, (whole: string, ...rest: unknown[]) => {
    const found = rest.at(-1)
    if (depth === 0 || !isGroups(found)) return whole
    const { fence, code, label, address, both, bold, struck, slanted } = found
    if (fence !== undefined) return fence.replace(/\n$/, '')
    if (code !== undefined) return code
    if (label !== undefined && address !== undefined) return linkText(withoutMarks(label, depth - 1), address)
    return withoutMarks(both ?? bold ?? struck ?? slanted ?? whole, depth - 1)
  })
}

const linkText = (label: string, address: string): string => (label === address ? address : `${label} (${address})`)

type Groups = Readonly<
  Partial<Record<'fence' | 'code' | 'label' | 'address' | 'both' | 'bold' | 'struck' | 'slanted', string>>
>
const isGroups = (value: unknown): value is Groups => typeof value === 'object' && value !== null
