import type { Level, MyRoom } from '#protocol/reading.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { openGallery } from '#web/gallery/index.ts'
import type { MenuEntry } from '#web/kit/ActionMenu.tsx'
import { narrow } from '#web/kit/media.ts'
import { openPins } from '#web/messages/index.ts'
import { invitingTo, mayInvite } from '#web/store/inviting.ts'
import { levelOf } from '#web/store/my-rooms.ts'
import { filesWords } from '#web/words/files.ts'
import { words } from '#web/words/index.ts'
import { inviteWords } from '#web/words/invite.ts'
import { roomWords } from '#web/words/rooms.ts'
import { mine, mineOf } from './my-list.ts'
import {
  archive,
  canShare,
  copyRoomLink,
  exportHere,
  leave,
  markAllRead,
  markRead,
  setLevel,
  shareRoom,
} from './room-actions.ts'
import { noteOf, usualLevel } from './room-order.ts'
import { showRooms } from './rooms-view.ts'
import { leavingOf, owns, roleIn } from './standing.ts'

const levels = ['all', 'mentions', 'none'] as const satisfies readonly Level[]

/** What one can do with a room: from its row in the list, or, for the one of the page, from the header. */
export function itemsOf(room: RoomInfo, of: 'row' | 'header'): MenuEntry[] {
  return [
    ...(of === 'header' ? aboutThePage(room) : []),
    ...aboutReading(room, of),
    ...(of === 'row' ? [settingsItem(room)] : []),
    ...linkItems(room),
    ...(of === 'header' ? [exportItem()] : []),
    ...aboutStaying(room),
  ]
}

function aboutThePage(room: RoomInfo): MenuEntry[] {
  const list = () => showRooms({ name: 'list', at: null })
  const rooms: MenuEntry = {
    kind: 'action',
    key: 'rooms',
    icon: 'chevrons-up-down',
    label: roomWords().menu.rooms,
    run: list,
  }
  const pins: MenuEntry = { kind: 'action', key: 'pins', icon: 'pin', label: words().actions.pins, run: openPins }
  const gallery: MenuEntry = {
    kind: 'action',
    key: 'gallery',
    icon: 'images',
    label: filesWords().gallery.open,
    run: openGallery,
  }
  // What has no place in the header of a phone (web/shell/Header.tsx), or in a column that is folded.
  return [...(hasSwitch() ? [] : [rooms]), ...(narrow.peek() ? [pins] : []), gallery, settingsItem(room)]
}

/** The list of rooms has its button beside the name of the installation, where that is seen. */
const hasSwitch = (): boolean => document.querySelector('.people .switch-button')?.checkVisibility() ?? false

function settingsItem(room: RoomInfo): MenuEntry {
  const say = roomWords().menu
  const mayChange = owns(room)
  return {
    kind: 'action',
    key: 'settings',
    icon: mayChange ? 'settings-2' : 'info',
    label: mayChange ? say.settings : say.details,
    run: () => showRooms({ name: 'settings', room }),
  }
}

function aboutReading(room: RoomInfo, of: 'row' | 'header'): MenuEntry[] {
  const own = mineOf(room.id)
  const say = roomWords().menu
  const anyUnread = (mine.peek() ?? []).some((one) => noteOf(one) !== null)
  const read = () => markRead(room)
  return [
    ...(of === 'header' && anyUnread ? [readItem(say.markAllRead, markAllRead)] : []),
    ...(of === 'row' && own && noteOf(own) ? [readItem(say.markRead, read)] : []),
    // In a wide header it has a button of its own.
    ...(own && (of === 'row' || narrow.peek()) ? levelItems(own) : []),
  ]
}

const readItem = (label: string, run: () => void): MenuEntry => ({
  kind: 'action',
  key: 'read',
  icon: 'check-check',
  label,
  run,
})

function levelItems(own: MyRoom): MenuEntry[] {
  const say = roomWords().menu
  const usual = usualLevel(own.room)
  const options = levels.map((level) => ({
    key: level,
    label: say.levels[level],
    ...(level === usual && { note: say.usual }),
    checked: levelOf(own) === level,
    run: () => setLevel(own.room, level === usual ? null : level),
  }))
  return [
    { kind: 'choices', key: 'level', label: say.level, options },
    { kind: 'rule', key: 'after-level' },
  ]
}

function linkItems(room: RoomInfo): MenuEntry[] {
  // An address that shows nothing to anybody else is no link to give away.
  if (room.kind === 'chat') return []
  const say = roomWords().menu
  const share = () => shareRoom(room)
  const invite = () => {
    invitingTo.value = room
  }
  return [
    ...(mayInvite(room)
      ? [{ kind: 'action', key: 'invite', icon: 'qr-code', label: inviteWords().openMenu, run: invite } as const]
      : []),
    { kind: 'action', key: 'link', icon: 'link', label: say.copyLink, run: () => copyRoomLink(room) },
    ...(canShare() ? [{ kind: 'action', key: 'share', icon: 'share', label: say.share, run: share } as const] : []),
  ]
}

const exportItem = (): MenuEntry => ({
  kind: 'action',
  key: 'export',
  icon: 'download',
  label: roomWords().menu.exportFile,
  run: () => void exportHere(),
})

function aboutStaying(room: RoomInfo): MenuEntry[] {
  const say = roomWords().menu
  const how = leavingOf(room, roleIn(room))
  const label = room.kind !== 'chat' ? say.leave : how === 'chat' ? say.leaveChat : say.quitChat
  // The lobby is where one is when one is nowhere else.
  const mayLeave = mineOf(room.id) !== null && room.name !== ''
  const items: MenuEntry[] = [
    ...(owns(room) && room.name !== '' ? [archiveItem(room)] : []),
    ...(mayLeave
      ? [
          {
            kind: 'action',
            key: 'leave',
            icon: 'log-out',
            label,
            danger: how === 'for-good',
            run: () => leave(room),
          } as const,
        ]
      : []),
  ]
  return items.length > 0 ? [{ kind: 'rule', key: 'before-leave' }, ...items] : []
}

function archiveItem(room: RoomInfo): MenuEntry {
  const say = roomWords().menu
  return {
    kind: 'action',
    key: 'archive',
    icon: 'archive',
    label: room.archived ? say.unarchive : say.archive,
    run: () => (room.archived ? archive(room, false) : showRooms({ name: 'prompt', room, about: 'archive' })),
  }
}
