import type { Level } from '#protocol/reading.ts'
import type { RefusalCode } from '#protocol/refusals.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Refused } from '#sdk/index.ts'
import { copyWithToast } from '#web/kit/copy.ts'
import { roomPath } from '#web/kit/place.ts'
import { showToast } from '#web/kit/toast.ts'
import { openMembers } from '#web/people/index.ts'
import { exportRoom } from '#web/store/export-room.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { setLevel as chooseLevel } from '#web/store/my-rooms.ts'
import { titleOf } from '#web/store/room-title.ts'
import { me, place, roomInfo } from '#web/store/session.ts'
import { sidePanel } from '#web/store/side-panel.ts'
import { localeTag } from '#web/words/index.ts'
import { refusalSentence, refusalWords, whyOfCode } from '#web/words/refusals.ts'
import { roomWords } from '#web/words/rooms.ts'
import { ask, newCid } from './ask.ts'
import { mine, mineOf, readUpToEnd } from './my-list.ts'
import { neighbour } from './room-order.ts'
import { showRooms } from './rooms-view.ts'
import { leavingOf, roleIn } from './standing.ts'

/** What a room is called here: in a chat after the others. */
export const nameOf = (room: RoomInfo): string => titleOf(room, me.value?.id, localeTag.value)

const isRefusal = (error: unknown, code: RefusalCode): boolean =>
  error instanceof Refused && error.refusal.code === code

const complain = (error: unknown): void => showToast(refusalSentence(error), { tone: 'refusal' })

/** Does what has nothing to show but that it did not work. */
function attempt(work: Promise<unknown>): void {
  work.catch(complain)
}

export const linkOf = (room: RoomInfo): string => new URL(roomPath(place.peek().base, room.name), location.href).href

export function copyRoomLink(room: RoomInfo): void {
  const { copied, notCopied } = roomWords()
  void copyWithToast(linkOf(room), { copied, notCopied })
}

export const canShare = (): boolean => typeof navigator.share === 'function'

export function shareRoom(room: RoomInfo): void {
  // Who closes the system's sheet has not failed.
  navigator.share({ title: nameOf(room), url: linkOf(room) }).catch(() => undefined)
}

export const setLevel = (room: RoomInfo, level: Level | null): void => attempt(chooseLevel(room.id, level))

export function markRead(room: RoomInfo): void {
  const own = mineOf(room.id)
  if (own) readUpToEnd([own])
}

export function markAllRead(): void {
  readUpToEnd(mine.peek() ?? [])
  showToast(roomWords().read.all)
}

export async function exportHere(): Promise<void> {
  const none = await exportRoom('html')
  const say = roomWords()
  if (!none) showToast(say.exported)
  else if (none.code === 'rate_limited') showToast(say.exportBusy, { tone: 'refusal' })
  else showToast(refusalWords().sentence(whyOfCode(none.code)), { tone: 'refusal' })
}

/** Asks first what cannot be undone. */
export function leave(room: RoomInfo): void {
  const how = leavingOf(room, roleIn(room))
  if (how === 'for-good' || how === 'owner') showRooms({ name: 'prompt', room, about: 'leave' })
  else void leaveNow(room)
}

export async function leaveNow(room: RoomInfo): Promise<void> {
  const how = leavingOf(room, roleIn(room))
  const wasHere = roomInfo.peek()?.id === room.id
  // First, so that no card says that one was put out.
  if (wasHere) goToRoom(neighbour(mine.peek() ?? [], room.id, { step: 1, unread: false })?.room.name ?? '')
  try {
    await ask('room.quit', { room: room.id, cid: newCid() })
  } catch (error) {
    if (wasHere) goToRoom(room.name)
    if (isRefusal(error, 'forbidden')) showToast(roomWords().leave.handOver, { tone: 'refusal' })
    else complain(error)
    return
  }
  const say = roomWords().leave
  const undo = how === 'visit' ? () => goToRoom(room.name) : how === 'chat' ? () => comeBack(room) : null
  showToast(how === 'chat' ? say.offList(nameOf(room)) : say.left(nameOf(room)), {
    ...(undo && { action: { label: say.undo, run: undo } }),
  })
}

/** A chat of these people is found again by them. */
function comeBack({ people = [] }: RoomInfo): void {
  const others = people.map(({ id }) => id).filter((id) => id !== me.peek()?.id)
  attempt(ask('chat.open', { people: others }).then(({ room }) => goToRoom(room.name, { known: room })))
}

export function archive(room: RoomInfo, archived: boolean): void {
  const say = roomWords().archive
  const back = { label: say.undo, run: () => archive(room, !archived) }
  ask('room.change', { room: room.id, cid: newCid(), archived }).then(
    () => showToast(archived ? say.done : say.undone, { action: back }),
    complain,
  )
}

/** Shows who belongs to a room, and goes there first. */
export function showMembers(room: RoomInfo): void {
  if (roomInfo.peek()?.id !== room.id) goToRoom(room.name, { known: room })
  if (sidePanel.peek() !== 'members') openMembers()
}

/** Goes to the private chat with somebody; made when there is none. */
export function chatWith(person: string): void {
  ask('chat.open', { people: [person] }).then(
    ({ room }) => goToRoom(room.name, { known: room }),
    (error: unknown) => {
      showToast(refusalSentence(error, roomWords().chatWhy), { tone: 'refusal' })
    },
  )
}
