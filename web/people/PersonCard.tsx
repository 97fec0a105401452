import { useEffect, useRef } from 'preact/hooks'
import { hueOf } from '#protocol/looks.ts'
import type { Person } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { narrow } from '#web/kit/media.ts'
import { formatTime } from '#web/kit/time.ts'
import { mayPutOut } from '#web/store/governing.ts'
import { isMarked } from '#web/store/marked-people.ts'
import { people } from '#web/store/people.ts'
import type { OpenCard } from '#web/store/person-card.ts'
import { readMembers, roomMembers } from '#web/store/room-members.ts'
import { me, roomInfo } from '#web/store/session.ts'
import { localeTag, words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { memberActions, nearActions, ownActions, ownerActions, type PersonAction } from './person-actions.ts'

const CARD_PX = { width: 288, gap: 8 }

type CardProps = { card: OpenCard; onClose: () => void }

/** Who somebody is, and what one can do together: beside the row on a wide page, from below on a phone. */
export function PersonCard({ card, onClose }: CardProps) {
  const { at } = card
  const person = people.value.list?.get(card.person.id) ?? card.person
  const body = useRef<HTMLDivElement>(null)
  const isSheet = narrow.value
  useEffect(() => (isSheet ? undefined : keepInView(body.current, at.top)), [isSheet])
  useEffect(() => {
    // Who belongs to a private room, and for the owner who is banned, is asked for when it is first wanted.
    const hangsOnMembers = mayPutOut(person) || roomInfo.peek()?.access === 'private'
    if (hangsOnMembers && roomMembers.peek().load === 'idle') void readMembers()
  }, [])
  const nameId = `card-${person.id}`
  const right = outOfColumn(at) + CARD_PX.gap
  const left = Math.max(CARD_PX.gap, Math.min(right, window.innerWidth - CARD_PX.width - CARD_PX.gap))
  const run = (action: PersonAction) => {
    onClose()
    // When the card has gone and has given the focus back.
    queueMicrotask(action.run)
  }
  return (
    <Dialog
      kind={isSheet ? 'bottom' : 'card'}
      title={null}
      labelledBy={nameId}
      {...(isSheet ? {} : { at: { top: at.top, left }, close: words().close })}
      onClose={onClose}
    >
      <div ref={body}>
        {isSheet && <i class="sheet-grip" aria-hidden="true" />}
        <Who person={person} nameId={nameId} />
        <Near actions={nearActions(person)} run={run} />
        <Rest actions={ownActions(person)} run={run} />
        <Rest actions={[...memberActions(person), ...ownerActions(person)]} run={run} />
      </div>
    </Dialog>
  )
}

/** Beside a row of the column it hangs beside the column, and not over its edge. */
function outOfColumn({ left, right }: DOMRect): number {
  const edge = document.querySelector('.people')?.getBoundingClientRect().right ?? 0
  return left < edge ? Math.max(right, edge) : right
}

/** A card that is taller than what is left below its row moves up. */
function keepInView(body: HTMLElement | null, wantedTop: number): (() => void) | undefined {
  const dialog = body?.closest('dialog')
  if (!dialog) return
  const watch = new ResizeObserver(() => {
    const most = window.innerHeight - dialog.offsetHeight - CARD_PX.gap
    dialog.style.setProperty('--at-top', `${Math.max(CARD_PX.gap, Math.min(wantedTop, most))}px`)
  })
  watch.observe(dialog)
  return () => watch.disconnect()
}

function Who({ person, nameId }: { person: Person; nameId: string }) {
  const say = personWords().card
  const isOwner = roomInfo.value?.owner?.id === person.id
  const isHouseOwner = me.value?.id === person.id && me.value.owner === true
  return (
    <div class="card-person">
      <Bowl look={person.look} size={64} />
      <h2 id={nameId} class={`card-name hue-${hueOf(person.id)}`} tabIndex={-1} autofocus>
        <bdi>{person.name}</bdi>
      </h2>
      <Presence person={person} />
      {(isOwner || isHouseOwner || person.classic) && (
        <p class="card-tags">
          {isOwner && <span class="tag">{words().people.owner}</span>}
          {isHouseOwner && <span class="tag">{words().people.houseOwner}</span>}
          {person.classic && <span class="tag">{words().people.classic}</span>}
        </p>
      )}
      {isMarked(person, 'ignored') && <p class="fine-print card-note">{say.ignoredNote}</p>}
      {isMarked(person, 'refused') && <p class="fine-print card-note">{say.refusedNote}</p>}
    </div>
  )
}

function Presence({ person }: { person: Person }) {
  const say = words().people
  const { list } = people.value
  const present = list?.get(person.id)
  // Of a room with too many people nobody knows who is there.
  if (!list) return null
  if (!present) return <p class="fine-print card-note">{personWords().card.absent}</p>
  return (
    <p class="fine-print card-note" title={formatTime('full', present.since_ms, localeTag.value)}>
      <span class="online-word">{say.onlineNow}</span>
      {' · '}
      {say.joinedAt(formatTime('clock', present.since_ms, localeTag.value))}
    </p>
  )
}

type Some = { actions: readonly PersonAction[]; run: (action: PersonAction) => void }

/** Side by side. */
function Near({ actions, run }: Some) {
  if (actions.length === 0) return null
  return (
    <div class="card-near">
      {actions.map((action) => (
        <button key={action.label} type="button" class="button button-sunken" onClick={() => run(action)}>
          <LateIcon name={action.icon} size={18} />
          {action.label}
        </button>
      ))}
    </div>
  )
}

function Rest({ actions, run }: Some) {
  if (actions.length === 0) return null
  return (
    <ul class="card-rest">
      {actions.map((action) => (
        <li key={action.label}>
          <button
            type="button"
            class={action.danger ? 'menu-item menu-danger' : 'menu-item'}
            onClick={() => run(action)}
          >
            <LateIcon name={action.icon} />
            <span class="menu-label">{action.label}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
