import { nameless } from '#protocol/nameless.ts'
import { isErased } from '#web/store/lines.ts'
import { isolate } from '#web/store/notice-sentences.ts'
import { isRecalled, takeRecalled } from '#web/store/recalled-texts.ts'
import { editAgain, focusComposer } from '#web/store/timeline-commands.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { startReply } from '#web/store/writing-target.ts'
import { toolWords } from '#web/words/tools.ts'
import type { Block } from './blocks.ts'
import { keyOf } from './rows.ts'
import { Sentence } from './Sentence.tsx'

/** What stands where a message was taken back or deleted. Who took it back has its text for a while longer. */
export function ErasedLine({ block }: { block: Extract<Block, { kind: 'erased' }> }) {
  const { line, how, byMe } = block
  const say = toolWords().actions
  const told = line.now?.erased?.by.name ?? line.by.name
  const name = told === nameless ? toolWords().log.nameless : told
  const mine = how === 'recalled' ? say.recalledByMe : say.erasedByMe
  const others = how === 'recalled' ? say.recalled(isolate(name)) : say.erased(isolate(name))
  return (
    <p class="line erased-line" data-key={keyOf(line)} data-seq={line.seq} tabIndex={-1}>
      <Sentence text={byMe ? mine : others} />
      {byMe && isRecalled(line.seq) && (
        <>
          {' '}
          <button type="button" onClick={() => writeAgain(line.seq)}>
            {say.editAgain}
          </button>
        </>
      )}
    </p>
  )
}

/** The text goes back into the field; so does what it answered, where that is still there. */
function writeAgain(seq: number): void {
  const text = takeRecalled(seq)
  if (!text) return
  const answered = text.re === null ? undefined : heldLines.peek().get(text.re)
  if (answered && !isErased(answered)) startReply(answered)
  editAgain(text.body)
  focusComposer.run()
}
