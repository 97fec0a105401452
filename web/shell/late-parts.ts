import { startLateAttention } from '#web/attention/index.ts'
import { startCards } from '#web/cards/index.ts'
import { startStrip } from '#web/composer/late.ts'
import { startFiles } from '#web/files/late.ts'
import { startGallery } from '#web/gallery/index.ts'
import { startInvite } from '#web/invite/index.ts'
import { brokenView } from '#web/kit/Guard.tsx'
import { narrow } from '#web/kit/media.ts'
import { addExtra } from '#web/kit/slots.ts'
import { ToastView } from '#web/kit/ToastView.tsx'
import { loadLogTools } from '#web/messages/index.ts'
import { loadPeopleSheet, startPersons } from '#web/people/index.ts'
import { startPush } from '#web/push/index.ts'
import { startReading } from '#web/reading/index.ts'
import { startRooms } from '#web/rooms/index.ts'
import { startFollowingClock } from '#web/store/follow-clock.ts'
import { startLostMessages } from '#web/store/lost-messages.ts'
import { startMyRooms } from '#web/store/my-rooms.ts'
import { startPresenceLines } from '#web/store/presence-lines.ts'
import { after } from '#web/store/session.ts'
import { startSharedSettings } from '#web/store/shared-settings.ts'
import { startUnkept } from '#web/store/unkept.ts'
import { startWhyWaiting } from '#web/store/why-waiting.ts'
import { startTypingLine } from '#web/typing/index.ts'
import { startUploads } from '#web/uploads/index.ts'
import { BannerStrip } from './BannerStrip.tsx'
import { BrokenPart } from './BrokenPart.tsx'
import { bringParts } from './bring-parts.ts'
import { loadAnew } from './load-anew.ts'
import { startPointed } from './pointed.ts'
import { startRegionKeys } from './region-keys.ts'
import { startTouch } from './start-touch.ts'
import { UpdatePill } from './UpdatePill.tsx'
import { startViewport } from './viewport.ts'

/**
 * What is not needed for the first message: each part puts its own into the page (web/kit/slots.ts), follows the room, or
 * listens to keys. Comes when one is in the room, or was refused something before that, and the page is idle for the first time. A line a part.
 */
export async function startLateParts(): Promise<void> {
  startMyRooms()
  startSharedSettings()
  startLostMessages()
  startUnkept()
  startWhyWaiting()
  startFollowingClock()
  startReading()
  startPresenceLines()
  startTypingLine()
  startRegionKeys()
  startPointed()
  startViewport()
  startTouch()
  startRooms()
  startInvite()
  startPersons()
  startStrip()
  startFiles()
  startGallery()
  startCards()
  brokenView.value = BrokenPart
  addExtra('top', 0, BannerStrip)
  addExtra('top', 1, UpdatePill)
  startPush()
  addExtra('page', 1, ToastView)
  const parts = [startLateAttention, requireLogTools, startUploads, ...(narrow.peek() ? [loadPeopleSheet] : [])]
  await bringParts(parts, { after, loadAnew })
}

async function requireLogTools(): Promise<void> {
  if ((await loadLogTools()) === null) throw new Error('tools: not loaded')
}
