import { hueOf } from '#protocol/looks.ts'
import type { PresentPerson } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { formatTime } from '#web/kit/time.ts'
import { localeTag, words } from '#web/words/index.ts'

const CARD_PX = { width: 288, height: 200, gap: 8 }

/** Who somebody is; beside the row on a wide page, from below on a phone. */
export function PersonCard({ person, from, onClose }: { person: PresentPerson; from: DOMRect; onClose: () => void }) {
  const say = words().people
  const top = Math.max(CARD_PX.gap, Math.min(from.top, window.innerHeight - CARD_PX.height))
  const left = Math.max(
    CARD_PX.gap,
    Math.min(from.right + CARD_PX.gap, window.innerWidth - CARD_PX.width - CARD_PX.gap),
  )
  const nameId = `card-${person.id}`
  return (
    <Dialog kind="card" title={null} labelledBy={nameId} at={{ top, left }} close={words().close} onClose={onClose}>
      <div class="card-person">
        <Bowl look={person.look} size={64} />
        <h2 id={nameId} class={`card-name hue-${hueOf(person.id)}`}>
          <bdi>{person.name}</bdi>
        </h2>
        <p class="card-note" title={formatTime('full', person.since_ms, localeTag.value)}>
          <span class="online-word">{say.onlineNow}</span>
          {' · '}
          {say.joinedAt(formatTime('clock', person.since_ms, localeTag.value))}
        </p>
        {person.classic && <span class="tag">{say.classic}</span>}
      </div>
    </Dialog>
  )
}
