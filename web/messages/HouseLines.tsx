import { useState } from 'preact/hooks'
import { formatTime } from '#web/kit/time.ts'
import { revealed } from '#web/store/ignored.ts'
import { type NoticeLine, noticeLines } from '#web/store/notice-sentences.ts'
import { me } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'
import { lateWords } from '#web/words/late.ts'
import { personWords } from '#web/words/persons.ts'
import { toolWords } from '#web/words/tools.ts'
import type { HouseBlock } from './blocks.ts'
import { stayHere } from './log-view.ts'
import { Sentence } from './Sentence.tsx'

/** Lines that the house makes: what became of the room, and what is not shown of people whom the reader ignores. */
export function HouseLines({ block }: { block: HouseBlock }) {
  return block.kind === 'notices' ? <NoticeLines block={block} /> : <IgnoredLine block={block} />
}

function NoticeLines({ block }: { block: Extract<HouseBlock, { kind: 'notices' }> }) {
  const telling = { say: personWords(), mine: me.value?.id, gone: toolWords().log.nameless }
  return (
    <>
      {noticeLines(block.list, telling).map((line, at) => (
        <NoticeView key={line.key} line={line} blockKey={at === 0 ? block.key : undefined} />
      ))}
    </>
  )
}

/** A fold opens into a line for each. */
function NoticeView({ line, blockKey }: { line: NoticeLine; blockKey: string | undefined }) {
  const [open, setOpen] = useState(false)
  const say = lateWords().lines
  const toggle = () => {
    stayHere()
    setOpen(!open)
  }
  return (
    <>
      <p
        class="line notice-line stop-line"
        data-key={blockKey}
        tabIndex={-1}
        title={formatTime('full', line.at, localeTag.value)}
      >
        <Sentence text={line.text} />
        {line.each.length > 0 && ' '}
        {line.each.length > 0 && (
          <button type="button" aria-expanded={open} onClick={toggle}>
            {open ? say.fold : say.unfold}
          </button>
        )}
      </p>
      {open &&
        line.each.map((text) => (
          <p key={text} class="line notice-line">
            <Sentence text={text} />
          </p>
        ))}
    </>
  )
}

function IgnoredLine({ block }: { block: Extract<HouseBlock, { kind: 'ignored' }> }) {
  const say = personWords().ignored
  const show = () => {
    stayHere()
    revealed.value = new Set([...revealed.peek(), ...block.list.map(({ seq }) => seq)])
  }
  return (
    <p class="line stop-line" data-key={block.key} tabIndex={-1}>
      {say.line(block.list.length)}
      {' · '}
      <button type="button" onClick={show}>
        {say.show}
      </button>
    </p>
  )
}
