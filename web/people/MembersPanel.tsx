import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { SidePanel } from '#web/kit/SidePanel.tsx'
import { formatTime } from '#web/kit/time.ts'
import { governs } from '#web/store/governing.ts'
import { pardonPerson } from '#web/store/house-rules.ts'
import { people } from '#web/store/people.ts'
import { showPerson } from '#web/store/person-card.ts'
import { type Ban, type Member, readMembers, readMoreMembers, roomMembers } from '#web/store/room-members.ts'
import { ownRole, room, roomInfo, serverNow } from '#web/store/session.ts'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { localeTag, words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { openPersonDialog } from './person-dialogs.ts'

/** Who belongs to the room: of a private one and of a chat everybody, else the owner; for the owner also who is banned. */
export function MembersPanel() {
  const say = personWords().members
  const { load, members, banned, next } = roomMembers.value
  const body = useRef<HTMLDivElement>(null)
  const info = roomInfo.value
  useEffect(() => {
    if (room.value && info) void readMembers()
  }, [room.value, info?.id])
  // The row whose button had the focus is gone: the panel keeps it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) body.current?.focus()
  }, [members, banned])
  const isChat = info?.kind === 'chat'
  const isOpen = info !== null && info.access !== 'private'
  return (
    <SidePanel
      title={isChat ? say.people : say.title}
      close={words().close}
      onClose={closeSidePanel}
      aside={
        !isOpen &&
        members.length > 0 && (
          <span class="pins-count">
            {next === null ? say.count(members.length) : `${words().number(members.length)}+`}
          </span>
        )
      }
    >
      <div class="scrolls members" ref={body} tabIndex={-1} aria-busy={load === 'busy'}>
        {mayAdd() && (
          <button
            type="button"
            class="menu-item members-add"
            aria-haspopup="dialog"
            onClick={() => info && openPersonDialog({ kind: 'add', room: info.id })}
          >
            <LateIcon name="user-plus" />
            <span class="menu-label">{say.add}</span>
          </button>
        )}
        {load === 'failed' && <Failed />}
        {load === 'busy' && members.length === 0 && <p class="fine-print members-note">{say.loading}</p>}
        <ul aria-label={isChat ? say.people : say.title}>
          {inOrder(members).map((member) => (
            <MemberRow key={member.person.id} member={member} />
          ))}
        </ul>
        {next !== null && (
          <button type="button" class="button button-quiet" onClick={() => void readMoreMembers()}>
            {say.more}
          </button>
        )}
        {isOpen && load === 'done' && <p class="fine-print members-note">{say.onlyOwner}</p>}
        {banned && governs.value && <Banned banned={banned} />}
      </div>
    </SidePanel>
  )
}

/** The owner first, then who is here, then who has been with it longest. */
function inOrder(members: readonly Member[]): readonly Member[] {
  const rank = ({ role, person }: Member) => (role === 'owner' ? 0 : people.value.list?.has(person.id) ? 1 : 2)
  return [...members].sort((one, other) => rank(one) - rank(other) || one.since_ms - other.since_ms)
}

function dateOf(ms: number): string {
  const isThisYear = new Date(ms).getFullYear() === new Date(serverNow()).getFullYear()
  return formatTime(isThisYear ? 'date' : 'dateAndYear', ms, localeTag.value)
}

/** Every member of a private room may bring others; into a chat nobody comes. */
const mayAdd = (): boolean => {
  const info = roomInfo.value
  return info?.access === 'private' && info.kind !== 'chat' && !info.archived && ownRole.value !== null
}

function Failed() {
  const say = personWords()
  return (
    <div class="load-error" role="alert">
      <LateIcon name="cloud-alert" />
      <span>{say.failed.members}</span>
      <button type="button" class="load-retry" onClick={() => void readMembers()}>
        {say.members.retry}
      </button>
    </div>
  )
}

function MemberRow({ member: { person, role, since_ms } }: { member: Member }) {
  const present = people.value.list?.get(person.id)
  const since = personWords().members.since(dateOf(since_ms))
  const { onlineNow } = words().people
  return (
    <li>
      <button
        type="button"
        class={present ? 'list-row person-row' : 'list-row person-row person-absent'}
        aria-haspopup="dialog"
        title={person.name}
        onClick={(event) => showPerson(person, event.currentTarget.getBoundingClientRect())}
      >
        <span class="bowl-dot">
          <Bowl look={person.look} />
          {present && <i class="dot" />}
        </span>
        <span class="person-words">
          <span class="person-name">
            <bdi>{present?.name ?? person.name}</bdi>
          </span>
          <span class="person-since">
            {present && <span class="hidden">{onlineNow} </span>}
            {since}
          </span>
        </span>
        {role === 'owner' && <span class="tag">{words().people.owner}</span>}
      </button>
    </li>
  )
}

function Banned({ banned }: { banned: readonly Ban[] }) {
  const say = personWords().members
  return (
    <section aria-labelledby="members-banned">
      <h3 id="members-banned" class="group-label members-heading">
        {say.banned}
      </h3>
      {banned.length === 0 && <p class="fine-print members-note">{say.nobodyBanned}</p>}
      <ul>
        {banned.map((ban) => (
          <BanRow key={ban.person.id} ban={ban} />
        ))}
      </ul>
    </section>
  )
}

function BanRow({ ban: { person, by, at } }: { ban: Ban }) {
  const say = personWords()
  return (
    <li class="list-row person-row ban-row">
      <Bowl look={person.look} />
      <span class="person-words">
        <span class="person-name">
          <bdi>{person.name}</bdi>
        </span>
        <span class="person-since">{say.members.bannedBy(by.name, dateOf(at))}</span>
      </span>
      <button type="button" class="text-button" onClick={() => void pardonPerson(person)}>
        {say.card.pardon}
        <span class="hidden"> {person.name}</span>
      </button>
    </li>
  )
}
