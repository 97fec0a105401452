import { copyPicture, saveFile } from '#web/files/late.ts'
import { openForward } from '#web/forward/index.ts'
import { copyWithToast } from '#web/kit/copy.ts'
import type { MessageAction } from '#web/kit/message-keys.ts'
import { mayPutOut } from '#web/store/governing.ts'
import { eraseMessage, setPinned, toggleReaction } from '#web/store/message-changes.ts'
import { offerReload } from '#web/store/offer-reload.ts'
import { showPerson } from '#web/store/person-card.ts'
import { askToEnter, entered, me, serverNow } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { startEdit, startReply } from '#web/store/writing-target.ts'
import { toolWords } from '#web/words/tools.ts'
import { actionsOf, pictureOf, recallLeftMs } from './allowed.ts'
import { openOverlay } from './overlays.ts'
import { pickReaction } from './reaction-picker.ts'
import type { Row } from './rows.ts'

/** Where a menu that an action opens stands, and what moves in it. */
export type Place = { at: DOMRect; by: 'pointer' | 'keys' | 'touch' }

/** Does it, where it may be done. Who only looks is asked to enter first. */
export function act(action: MessageAction, row: Row, place: Place): void {
  const may = { mine: me.peek()?.id, nowMs: serverNow(), mayPutOut: mayPutOut(row.by) }
  if (!actionsOf(row, may).includes(action)) return
  if (action === 'copyText') copyText(row)
  else if (action === 'copyLink') copyLink(row)
  else if (action === 'copyPicture') copyOnePicture(row)
  else if (action === 'save') void saveAll(row)
  else if (action === 'person') showPerson(row.by, place.at)
  else if (!entered.peek()) askToEnter.value = true
  else change(action, row, place)
}

type Change = Exclude<MessageAction, 'copyText' | 'copyLink' | 'copyPicture' | 'save' | 'person'>

function change(action: Change, row: Row, place: Place): void {
  const { line, seq } = row
  if (!line || seq === null) return
  switch (action) {
    case 'reply':
      startReply(line)
      focusComposer.run()
      return
    case 'edit':
      startEdit(line)
      focusComposer.run()
      return
    case 'react':
      pickReaction(place.at, (kind) => void toggleReaction(line, kind))
      return
    case 'forward':
      void openForward(line)
      return
    case 'pin':
      void setPinned(seq, !row.pinned)
      return
    case 'erase':
      if (recallLeftMs(row, serverNow()) > 0) void eraseMessage(line, 'recall')
      else openOverlay({ kind: 'erase', row: row.key, ...place })
      return
    case 'remove':
    case 'ban':
      putOut(action, row)
  }
}

/** At once, with a way back. */
function putOut(how: 'remove' | 'ban', { by }: Row): void {
  import('#web/store/house-rules.ts').then(
    ({ banPerson, removePerson }) => (how === 'ban' ? banPerson(by) : removePerson(by)),
    offerReload,
  )
}

/** Gives or takes back a reaction; who only looks is asked to enter first. */
export function react(row: Row, kind: string): void {
  if (!entered.peek()) askToEnter.value = true
  else if (row.line) void toggleReaction(row.line, kind)
}

function copyText({ body }: Row): void {
  const { textCopied: copied, notCopied } = toolWords().actions
  void copyWithToast(body, { copied, notCopied })
}

function copyOnePicture(row: Row): void {
  const picture = pictureOf(row)
  if (picture) void copyPicture(picture)
}

/** One after another: a browser asks whether so many are wanted. */
async function saveAll({ files }: Row): Promise<void> {
  for (const file of files) await saveFile(file)
}

function copyLink({ seq }: Row): void {
  const { linkCopied: copied, notCopied } = toolWords().actions
  void copyWithToast(permalink(seq ?? 0), { copied, notCopied })
}

/** Address of a message: the room's, with its number behind `#`, so that following it inside the room loads nothing. */
export const permalink = (seq: number): string => `${location.origin}${location.pathname}#${seq}`
