import { computed, effect, untracked } from '@preact/signals'
import { attachAsked, attachTray } from '#web/composer/index.ts'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { addExtra } from '#web/kit/slots.ts'
import { uploadView } from '#web/messages/index.ts'
import { forgetLocal } from '#web/store/local-pictures.ts'
import { me } from '#web/store/session.ts'
import { emptyComposer } from '#web/store/timeline-commands.ts'
import { attached } from '#web/store/uploading.ts'
import { AttachOverlays } from './AttachOverlays.tsx'
import { openAttachMenu } from './attach-menu.ts'
import { startDrop } from './drop.ts'
import { startGuard } from './guard-leaving.ts'
import { startKeeping } from './keep-files.ts'
import { startPaste } from './paste.ts'
import { showPostings } from './postings.ts'
import { startRecordingAway } from './recording.ts'
import { FailedUpload, FileRow, Seen } from './Travels.tsx'
import { Tray } from './Tray.tsx'
import { forgetTrays, tray } from './tray.ts'
import { forgetUploads, giveBack, sendTray } from './uploader.ts'

const ORDER = 30
let started = false

/** From now on files are taken, by hand, from the clipboard or the desktop, and sent. A second call does nothing. */
export async function startUploads(): Promise<void> {
  await loadLateStyles()
  if (started) return
  started = true
  attachTray.value = Tray
  effect(() => {
    const button = attachAsked.value
    attachAsked.value = null
    if (button) untracked(() => openAttachMenu(button))
  })
  uploadView.value = { Seen, FileRow, FailedUpload, giveBack }
  addExtra('page', ORDER, AttachOverlays)
  effect(() => {
    const items = tray.value
    attached.value =
      items.length === 0 ? null : { count: items.length, send: (body, saying) => sendTray(body, saying, items) }
  })
  showPostings()
  startKeeping()
  startDrop()
  startPaste()
  startGuard()
  startRecordingAway()
  emptyComposer.listen(forget)
  // T-81: nothing is sent in the name of another.
  const author = computed(() => me.value?.id)
  let known = author.peek()
  effect(() => {
    const now = author.value
    if (now !== known && known !== undefined) forget()
    known = now
  })
}

function forget(): void {
  forgetUploads()
  forgetTrays()
  forgetLocal()
}
