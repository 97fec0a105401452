import { useState } from 'preact/hooks'
import { words } from '#web/words/index.ts'
import { foldText } from './fold-text.ts'
import { guessLang } from './guess-lang.ts'
import { splitLinks } from './links.ts'
import { stayHere } from './log-view.ts'

/** The text of a message: text nodes and links, nothing else. Long ones are folded. */
export function MessageText({ body }: { body: string }) {
  const [open, setOpen] = useState(false)
  const folded = foldText(body)
  const say = words().log
  const toggle = () => {
    stayHere()
    setOpen(!open)
  }
  return (
    <>
      <span class="text" lang={guessLang(body)} dir="auto">
        {pieces(folded !== null && !open ? folded : body)}
        {folded !== null && !open && '…'}
      </span>
      {folded !== null && (
        <button type="button" class="fold-button" aria-expanded={open} tabIndex={-1} onClick={toggle}>
          {open ? say.collapse : say.expand}
        </button>
      )}
    </>
  )
}

const pieces = (text: string) =>
  splitLinks(text).map((piece) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {piece.text}
      </a>
    ),
  )
