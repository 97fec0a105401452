import { LateIcon } from '#web/kit/LateIcon.tsx'
import { words } from '#web/words/index.ts'
import { troubleWords } from '#web/words/trouble.ts'

/** In place of a part of the page that threw twice in a row (kit/Guard.tsx). What was written is kept beside it, as a draft. */
export function BrokenPart({ again }: { again: () => void }) {
  const say = troubleWords()
  return (
    <div class="broken-part" role="alert">
      <LateIcon name="circle-alert" />
      <p>{say.broken}</p>
      <div>
        <button type="button" class="text-button" onClick={again}>
          {say.again}
        </button>
        <button type="button" class="text-button" onClick={() => location.reload()}>
          {words().update.refresh}
        </button>
      </div>
    </div>
  )
}
