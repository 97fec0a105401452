import { ActionMenu } from '#web/kit/ActionMenu.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { AltDialog, altOf } from './AltDialog.tsx'
import { attachMenu } from './attach-menu.ts'
import { isHeldOver } from './drop.ts'
import { pickFiles, takePhoto } from './pick.ts'
import { canRecord, startRecording } from './recording.ts'

/** What lies over the page: the veil, the menu of the `+`, the description of a picture. */
export function AttachOverlays() {
  const alt = altOf.value
  return (
    <>
      {isHeldOver.value && <Veil />}
      <AttachMenu />
      {alt && <AltDialog key={alt.key} item={alt} />}
    </>
  )
}

/** It takes no event: what is held stays over the page, so it cannot flicker. */
function Veil() {
  const say = uploadWords()
  return (
    <div class="veil" aria-hidden="true">
      <div class="veil-card">
        <LateIcon name="images" size={28} />
        <p class="veil-words">{say.drop(roomTitle.value)}</p>
        <p class="veil-hint">{say.dropHint}</p>
      </div>
    </div>
  )
}

function AttachMenu() {
  const open = attachMenu.value
  if (!open) return null
  const say = uploadWords()
  const photo = { kind: 'action', key: 'photo', icon: 'camera', label: say.photo, run: takePhoto } as const
  const record = {
    kind: 'action',
    key: 'record',
    icon: 'mic',
    label: say.record,
    run: () => void startRecording(),
  } as const
  const close = (how: 'back' | 'away') => {
    attachMenu.value = null
    if (how === 'back') open.opener.focus()
  }
  return (
    <ActionMenu
      label={say.menu}
      at={open.at}
      entries={[
        ...(coarsePointer.value ? [photo] : []),
        { kind: 'action', key: 'pick', icon: 'images', label: say.pick, run: pickFiles },
        ...(canRecord() ? [record] : []),
      ]}
      onClose={close}
    />
  )
}
