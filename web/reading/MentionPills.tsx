import { computed } from '@preact/signals'
import { Icon } from '#web/kit/Icon.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { pageKeys } from '#web/kit/page-keys.ts'
import { attentive } from '#web/store/unread.ts'
import { readingWords } from '#web/words/reading.ts'
import { dismissMentions, goToNextMention } from './next-mention.ts'
import { inView, unseenMentions } from './read-marks.ts'

/** The way to the next message for the reader that is further up, and what is below in the other. */
export const MentionAbove = () => <MentionPill side="above" />
export const MentionBelow = () => <MentionPill side="below" />

/** Where it is; null: nowhere. What is in view changes with each message, and this seldom. */
const nextIs = computed((): 'above' | 'below' | null => {
  const next = unseenMentions.value
  const now = inView.value
  if (!next || !now || !attentive.value) return null
  return next.first > now.bottom ? 'below' : 'above'
})

function MentionPill({ side }: { side: 'above' | 'below' }) {
  const next = nextIs.value === side ? unseenMentions.value : null
  if (!next) return null
  const isBelow = side === 'below'
  const say = readingWords().mentions
  return (
    <span class="log-pill mention-pill">
      <button
        type="button"
        class="mention-next"
        aria-label={say.next(next.count)}
        aria-keyshortcuts={pageKeys.nextMention}
        onClick={() => void goToNextMention()}
      >
        <LateIcon name="at-sign" size={16} />
        <span>{say.pill(next.count)}</span>
        <LateIcon name={isBelow ? 'arrow-down' : 'arrow-up'} size={16} />
      </button>
      <button
        type="button"
        class="mention-dismiss"
        aria-label={say.dismiss}
        title={say.dismiss}
        onClick={dismissMentions}
      >
        <Icon name="x" size={16} />
      </button>
    </span>
  )
}
