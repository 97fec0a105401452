import { useContext, useMemo } from 'preact/hooks'
import { hueOf } from '#protocol/looks.ts'
import { parseMarkup } from '#protocol/markup.ts'
import { emoticonsIn, PictureView } from '#web/packs/index.ts'
import { FoldedText } from './FoldedText.tsx'
import { foldMarkup } from './fold-markup.ts'
import { guessLang } from './guess-lang.ts'
import { EmoticonsHere, MarkupBlocks, Parts } from './MarkupBlocks.tsx'
import type { TextProps } from './MessageText.tsx'
import { Reachable } from './reachable.ts'

/** A text with marks, as elements; or the large picture that it names. */
export function MarkedText(props: TextProps) {
  const { body, sticker, emoticons = emoticonsIn(body) } = props
  const reachable = useContext(Reachable)
  if (sticker) return <PictureView emoticon={sticker} as="sticker" reachable={reachable} />
  return (
    <EmoticonsHere.Provider value={emoticons}>
      <WrittenText {...props} />
    </EmoticonsHere.Provider>
  )
}

function WrittenText({ body, mentions, by, marks }: TextProps) {
  const { markup, folded } = useMemo(() => {
    const read = parseMarkup(body, mentions)
    return { markup: read, folded: foldMarkup(read) }
  }, [body, mentions])
  return (
    <FoldedText folded={folded} whole={markup}>
      {({ action, blocks }, more) => {
        // Most messages are lines and nothing else: for them one element is enough.
        const [first] = blocks
        const lines = blocks.length === 1 && first?.kind === 'lines' ? first.inside : null
        return (
          <span
            key={body + more}
            class={`text${lines ? '' : ' text-blocks'}${folded ? ' text-folds' : ''}`}
            lang={guessLang(body)}
            dir="auto"
            translate
          >
            {action && <bdi class={`action-name hue-${hueOf(by.id)}`}>{by.name}</bdi>}
            {action && ' '}
            {lines ? <Parts parts={lines} marks={marks} /> : <MarkupBlocks blocks={blocks} marks={marks} />}
            {more}
          </span>
        )
      }}
    </FoldedText>
  )
}
