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

function MentionPill({ side }: { side: 'above' | 'below' }) {
  const next = unseenMentions.value
  const now = inView.value
  if (!next || !now || !attentive.value) return null
  const isBelow = next.first > now.bottom
  if (isBelow !== (side === 'below')) return null
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
