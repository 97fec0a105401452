import { Thumb } from '#web/files/late.ts'
import { firstWords } from '#web/kit/first-words.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { saidIn } from '#web/store/said.ts'
import { shownBody } from '#web/store/wishes.ts'
import type { Target } from '#web/store/writing-target.ts'
import { toolWords } from '#web/words/tools.ts'

/** Above the text: what is answered or edited, and the way out of it. */
export function ComposerStrip({ now, onCancel }: { now: Target; onCancel: () => void }) {
  const say = toolWords().actions
  const isReply = now.kind === 'reply'
  const cancel = isReply ? say.cancelReply : say.cancelEdit
  return (
    <div class="composer-strip" id="composer-strip">
      <LateIcon name={isReply ? 'reply' : 'pencil'} size={16} />
      <span class="strip-who">{isReply ? say.replyTo(now.line.by.name) : say.editing}</span>
      {now.line.files && <Thumb files={now.line.files} />}
      <span class="strip-text" dir="auto">
        {firstWords(saidIn({ ...now.line, body: shownBody(now.line) }))}
      </span>
      <button
        type="button"
        class="strip-cancel"
        aria-label={cancel}
        title={cancel}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onCancel}
      >
        <LateIcon name="x" size={18} />
      </button>
    </div>
  )
}
