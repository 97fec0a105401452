import { useEffect } from 'preact/hooks'
import type { Emoticon } from '#protocol/packs.ts'
import type { Named, Person } from '#protocol/people.ts'
import { mayHaveMarks } from '#web/store/marks.ts'
import { FoldedText } from './FoldedText.tsx'
import { foldText } from './fold-text.ts'
import { guessLang } from './guess-lang.ts'
import { loadRichText, richText } from './load-rich-text.ts'

export type TextProps = {
  body: string
  mentions?: readonly Named[] | undefined
  /** What each `:name:` shows; not given where the server has not said it yet. */
  emoticons?: readonly Emoticon[] | undefined
  /** The body is its name. */
  sticker?: Emoticon | undefined
  /** Who says it, for `/me`. */
  by: Person
  /** Words to mark, as a search found them. */
  marks?: readonly string[] | undefined
}

/** The text of a message as its author meant it: elements made from a tree, nothing else. Long ones are folded. */
export function MessageText(props: TextProps) {
  const { body, mentions, marks } = props
  const isRich = mayHaveMarks(body, mentions) || (marks !== undefined && marks.length > 0)
  const rich = isRich ? richText.value : null
  useEffect(() => {
    if (isRich) void loadRichText()
  }, [isRich])
  if (rich !== null && rich !== 'failed') return <rich.MarkedText {...props} />
  const folded = foldText(body)
  // Marks that are not read yet keep their place unseen: a spoiler must not flash by.
  const names = isRich && rich === null ? 'text text-awaited' : 'text'
  const written = (text: string, more: string) => (
    // What a translator did to other words goes with their element.
    <span
      key={text}
      class={folded === null ? names : `${names} text-folds`}
      lang={guessLang(body)}
      dir="auto"
      translate
    >
      {text}
      {more}
    </span>
  )
  if (folded === null) return written(body, '')
  return (
    <FoldedText folded={folded} whole={body}>
      {written}
    </FoldedText>
  )
}
