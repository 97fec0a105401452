/** Markup that may stand in a file: made here alone, from our own templates and from escaped text. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const MARKS = /[&<>"']/g
/** All but tab and line feed: what a terminal, or a reader of another kind, would obey (T-53). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const PICTURES = 0x2400
const DELETE = 0x7f

/** The one way of words into the file: they are text there, whatever they are, in an element or in an attribute's quotes. */
export const htmlText = (words: string): string =>
  words.replace(CONTROLS, controlPicture).replace(MARKS, (mark) => ESCAPES[mark] ?? '')

/** ␀ … ␡ show a control mark and do nothing; for the marks above those there are no pictures. */
function controlPicture(mark: string): string {
  const code = mark.charCodeAt(0)
  if (code === DELETE) return '␡'
  return code < DELETE ? String.fromCharCode(PICTURES + code) : '\ufffd'
}

type Piece = string | number | Html | readonly Html[]

/** A template whose words are escaped; only what was made by this function goes in as it is. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = parts[0] ?? ''
  for (const [at, piece] of pieces.entries()) markup += markupOf(piece) + (parts[at + 1] ?? '')
  return new Html(markup)
}

function markupOf(piece: Piece): string {
  if (piece instanceof Html) return piece.markup
  if (typeof piece === 'string' || typeof piece === 'number') return htmlText(String(piece))
  return piece.map(({ markup }) => markup).join('')
}
