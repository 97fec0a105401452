import { effect, untracked } from '@preact/signals'
import type { MyRoom } from '#protocol/reading.ts'
import { keepMentions } from '#web/attention/index.ts'
import { myRooms } from '#web/store/my-rooms.ts'
import { openNotices } from '#web/store/open-notices.ts'
import { writeUnread } from '#web/store/unread.ts'
import { leftAfter } from './left-after.ts'
import { noteRead } from './mark-in-unread.ts'
import { myRoom } from './my-room.ts'
import { saidHere } from './read-marks.ts'

/** What was read on another device is not new here either: counts, line, title, icon and notifications follow. Returns its stop. */
export function startOtherDevices(): () => void {
  const stops = [
    effect(() => {
      const mine = myRoom.value
      if (mine && mine.read > saidHere()) untracked(() => takeOver(mine))
    }),
    effect(() => {
      for (const { room, read } of myRooms.value ?? []) openNotices.read(room.id, read)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function takeOver(mine: MyRoom): void {
  writeUnread.by((state, looking) => noteRead(state, leftAfter(mine), looking))
  keepMentions(mine.mentions)
}
