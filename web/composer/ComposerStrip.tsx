import { firstWords } from '#web/kit/first-words.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { saidIn } from '#web/store/said.ts'
import { shownBody } from '#web/store/wishes.ts'
import type { Target } from '#web/store/writing-target.ts'
import { words } from '#web/words/index.ts'

/** Above the text: what is answered or edited, and the way out of it. */
export function ComposerStrip({ now, onCancel }: { now: Target; onCancel: () => void }) {
  const say = words().actions
  const isReply = now.kind === 'reply'
  const cancel = isReply ? say.cancelReply : say.cancelEdit
  return (
    <div class="composer-strip" id="composer-strip">
      <Icon name={isReply ? 'reply' : 'pencil'} size={16} />
      <span class="strip-who">{isReply ? say.replyTo(now.line.by.name) : say.editing}</span>
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
        <Icon name="x" size={18} />
      </button>
    </div>
  )
}
