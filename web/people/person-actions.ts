import type { Person } from '#protocol/people.ts'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { governs, mayPutOut } from '#web/store/governing.ts'
import { addPerson, banPerson, pardonPerson, removePerson } from '#web/store/house-rules.ts'
import { isMarked, markPerson } from '#web/store/marked-people.ts'
import { openChat } from '#web/store/open-chat.ts'
import { roomMembers } from '#web/store/room-members.ts'
import { entered, me, ownRole, roomInfo } from '#web/store/session.ts'
import { leaveSheet, writeAtCaret } from '#web/store/timeline-commands.ts'
import { personWords } from '#web/words/persons.ts'
import { openPersonDialog } from './person-dialogs.ts'

/** One thing that can be done with a person. */
export type PersonAction = { icon: AnyIconName; label: string; danger?: true; run: () => void }

/** What most people open a card for. */
export function nearActions(person: Person): readonly PersonAction[] {
  if (!entered.value || isMe(person)) return []
  const say = personWords().card
  const mention: PersonAction = { icon: 'at-sign', label: say.mention, run: () => mentionPerson(person) }
  const chat: PersonAction = { icon: 'message-circle', label: say.chat, run: () => void openChat([person]) }
  return [...(roomInfo.value?.archived ? [] : [mention]), ...(mayChat(person) && !isChatWith(person) ? [chat] : [])]
}

/** What one settles with somebody, for oneself alone. */
export function ownActions(person: Person): readonly PersonAction[] {
  if (!entered.value || isMe(person)) return []
  const say = personWords().card
  const [ignores, refuses] = [isMarked(person, 'ignored'), isMarked(person, 'refused')]
  const group: PersonAction = {
    icon: 'users',
    label: say.group,
    run: () => openPersonDialog({ kind: 'group', chosen: [person] }),
  }
  const ignore: PersonAction = {
    icon: ignores ? 'eye' : 'eye-off',
    label: ignores ? say.unignore : say.ignore,
    run: () => void markPerson(person, 'ignored', !ignores),
  }
  const refuse: PersonAction = {
    icon: refuses ? 'message-circle' : 'message-circle-off',
    label: refuses ? say.unrefuse : say.refuse,
    run: () => void markPerson(person, 'refused', !refuses),
  }
  return [...(mayChat(person) ? [group] : []), ignore, ...(person.classic ? [] : [refuse])]
}

/** Every member may bring others into a private room. */
export function memberActions(person: Person): readonly PersonAction[] {
  if (!isOutside(person) || person.classic || ownRole.value === null) return []
  const isBanned = findBan(person) !== undefined
  const add: PersonAction = { icon: 'user-plus', label: personWords().card.add, run: () => void addPerson(person) }
  return isBanned ? [] : [add]
}

/** What the owner of the room may do. */
export function ownerActions(person: Person): readonly PersonAction[] {
  if (!mayPutOut(person)) return []
  const say = personWords().card
  const pardon: PersonAction = { icon: 'undo-2', label: say.pardon, run: () => void pardonPerson(person) }
  if (findBan(person)) return [pardon]
  const isIn = !isOutside(person)
  const handOver: PersonAction = {
    icon: 'crown',
    label: say.handOver,
    run: () => openPersonDialog({ kind: 'hand-over', person }),
  }
  const remove: PersonAction = {
    icon: 'user-minus',
    label: say.remove,
    danger: true,
    run: () => void removePerson(person),
  }
  return [
    ...(isIn && !person.classic && governs.value ? [handOver] : []),
    ...(isIn ? [remove] : []),
    { icon: 'ban', label: say.ban, danger: true, run: () => void banPerson(person) },
  ]
}

const isMe = ({ id }: Person): boolean => id === me.value?.id
const mayChat = (person: Person): boolean => !person.classic && !isMarked(person, 'refused')

const findBan = ({ id }: Person) => roomMembers.value.banned?.find((ban) => ban.person.id === id)

/** The room is private, and this person is known to be no member of it. */
function isOutside({ id }: Person): boolean {
  const { load, members, next } = roomMembers.value
  const info = roomInfo.value
  const isKnown = load === 'done' && next === null && info?.access === 'private' && info.kind !== 'chat'
  return isKnown && !members.some(({ person }) => person.id === id)
}

/** The room of the page is the chat with nobody but this person. */
function isChatWith({ id }: Person): boolean {
  const people = roomInfo.value?.people
  return people?.length === 2 && people.some((one) => one.id === id)
}

/** The name goes into the text field, as if it were typed. A sheet that lies over the field goes away first. */
function mentionPerson({ name }: Person): void {
  leaveSheet.run()
  requestAnimationFrame(() => requestAnimationFrame(() => writeAtCaret(`@${name} `)))
}
