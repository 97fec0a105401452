import { createContext, Fragment } from 'preact'
import { useContext } from 'preact/hooks'
import { emoticonRuns } from '#protocol/emoticons.ts'
import type { Block, Inline, Item } from '#protocol/markup.ts'
import { textOf } from '#protocol/markup-text.ts'
import type { Emoticon } from '#protocol/packs.ts'
import { PictureView } from '#web/packs/index.ts'
import { me } from '#web/store/session.ts'
import { readingWords } from '#web/words/reading.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { guessLang } from './guess-lang.ts'
import { Marked } from './Marked.tsx'
import { Spoiler } from './Spoiler.tsx'

type Marks = readonly string[] | undefined

const none: readonly Emoticon[] = []
/** What the `:name:` around here show. Code and the words of links have none (protocol/emoticons.ts). */
export const EmoticonsHere = createContext(none)

/** The blocks of a message. Between two stands a line break that is not seen, so that a selection has it. */
export const MarkupBlocks = ({ blocks, marks }: { blocks: readonly Block[]; marks: Marks }) => (
  <>
    {blocks.map((block, at) => (
      <Fragment key={at}>
        {at > 0 && '\n'}
        <BlockView block={block} marks={marks} />
      </Fragment>
    ))}
  </>
)

function BlockView({ block, marks }: { block: Block; marks: Marks }) {
  switch (block.kind) {
    case 'lines':
      return (
        <span class="lines">
          <Parts parts={block.inside} marks={marks} />
        </span>
      )
    case 'quote':
      return (
        <blockquote class="quoted">
          <MarkupBlocks blocks={block.blocks} marks={marks} />
        </blockquote>
      )
    case 'list':
      return <List items={block.items} ordered={block.ordered} marks={marks} />
    case 'code':
      return <CodeBlock language={block.language} text={block.text} marks={marks} />
  }
}

/** Numbers stay as they were typed: a list that goes on after a picture begins with 4. */
function List({ items, ordered, marks }: { items: readonly Item[]; ordered: boolean; marks: Marks }) {
  const rows = items.map(({ marker, blocks }, at) => (
    <li key={at} value={ordered ? Number.parseInt(marker, 10) : undefined}>
      <MarkupBlocks blocks={blocks} marks={marks} />
    </li>
  ))
  return ordered ? <ol class="listed">{rows}</ol> : <ul class="listed">{rows}</ul>
}

export const Parts = ({ parts, marks }: { parts: readonly Inline[]; marks: Marks }) => (
  <>
    {parts.map((part, at) => (
      <Part key={at} part={part} marks={marks} />
    ))}
  </>
)

function Part({ part, marks }: { part: Inline; marks: Marks }) {
  switch (part.kind) {
    case 'text':
      return <Words text={part.text} marks={marks} />
    case 'code':
      return (
        <code class="code-word">
          <Marked text={part.text} marks={marks} />
        </code>
      )
    case 'strong':
      return (
        <strong>
          <Parts parts={part.inside} marks={marks} />
        </strong>
      )
    case 'emphasis':
      // Han is not slanted: it gets dots below, by its own language (client.md 4).
      return (
        <em lang={guessLang(textOf(part.inside))}>
          <Parts parts={part.inside} marks={marks} />
        </em>
      )
    case 'strike':
      return (
        <del>
          <Parts parts={part.inside} marks={marks} />
        </del>
      )
    case 'spoiler':
      return (
        <Spoiler>
          <Parts parts={part.inside} marks={marks} />
        </Spoiler>
      )
    case 'link':
      return <Link part={part} marks={marks} />
    case 'mention':
      return (
        <span
          class={part.id === '' || part.id === me.value?.id ? 'mention mention-me' : 'mention'}
          data-of={part.id || undefined}
          title={part.id === '' ? readingWords().everybody : undefined}
        >
          @<bdi>{part.name}</bdi>
        </span>
      )
  }
}

function Words({ text, marks }: { text: string; marks: Marks }) {
  const here = useContext(EmoticonsHere)
  if (here.length === 0) return <Marked text={text} marks={marks} />
  const find = (name: string) => here.find((one) => one.name === name)
  const runs = emoticonRuns(text, (name) => find(name) !== undefined)
  return (
    <>
      {runs.map((run, at) => {
        const emoticon = run.name === undefined ? undefined : find(run.name)
        return emoticon ? (
          <PictureView key={at} emoticon={emoticon} as="emoticon" />
        ) : (
          <Marked key={at} text={run.text} marks={marks} />
        )
      })}
    </>
  )
}

function Link({ part, marks }: { part: Extract<Inline, { kind: 'link' }>; marks: Marks }) {
  return (
    <>
      <a href={part.href} title={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        <EmoticonsHere.Provider value={none}>
          <Parts parts={part.inside} marks={marks} />
        </EmoticonsHere.Provider>
      </a>
      {part.really !== null && <bdi class="link-host"> ({part.really})</bdi>}
    </>
  )
}
