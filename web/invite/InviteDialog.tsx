import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RoomInfo } from '#protocol/rooms.ts'
import { copyWithToast } from '#web/kit/copy.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { linkTo } from '#web/kit/place.ts'
import { openMembers } from '#web/people/index.ts'
import { ownRole, place, roomInfo } from '#web/store/session.ts'
import { sidePanel } from '#web/store/side-panel.ts'
import { words } from '#web/words/index.ts'
import { inviteWords } from '#web/words/invite.ts'
import { isThisMachine, readable } from './link-words.ts'
import { QrCode } from './QrCode.tsx'

type InviteDialogProps = { room: RoomInfo; onClose: () => void }

/** How others come into a room: by its link, or by a code that their phone reads off this screen. */
export function InviteDialog({ room, onClose }: InviteDialogProps) {
  const say = inviteWords()
  const title = room.title || place.value.title
  const link = linkTo(room.name, place.value.base, location.href)
  const isPrivate = room.access === 'private'
  return (
    <Dialog title={say.title(title)} close={words().close} onClose={onClose}>
      <div class="invite">
        <p class="invite-how">{say.how[room.access]}</p>
        {!isPrivate && isThisMachine(location.hostname) && <p class="room-strip">{say.thisMachine}</p>}
        {!isPrivate && <QrCode text={link} label={say.code(title)} />}
        <code class="room-link">{readable(link)}</code>
      </div>
      <Ways link={link} title={title} adds={isPrivate && mayAdd(room)} onClose={onClose} />
    </Dialog>
  )
}

type WaysProps = { link: string; title: string; adds: boolean; onClose: () => void }

/** What is likeliest comes last, is the strongest, and has the focus. */
function Ways({ link, title, adds, onClose }: WaysProps) {
  const say = inviteWords()
  const main = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (main.current) main.current.autofocus = true
  }, [])
  return (
    <div class="dialog-foot">
      {!adds && typeof navigator.share === 'function' && (
        <button type="button" class="button button-sunken" onClick={() => share(title, link)}>
          <LateIcon name="share" />
          {say.share}
        </button>
      )}
      <button
        type="button"
        class={adds ? 'button button-sunken' : 'button button-primary'}
        ref={adds ? null : main}
        onClick={() => void copyWithToast(link, say).then(onClose)}
      >
        <LateIcon name="link" />
        {say.copy}
      </button>
      {adds && (
        <button
          type="button"
          class="button button-primary"
          ref={main}
          onClick={() => {
            onClose()
            queueMicrotask(showMembers)
          }}
        >
          <LateIcon name="user-plus" />
          {say.add}
        </button>
      )}
    </div>
  )
}

/** Who closes the system's sheet has not failed. */
const share = (title: string, url: string) => void navigator.share({ title, url }).catch(() => undefined)

/** Every member of a private room may bring others (web/people/MembersPanel.tsx), out of the panel beside its log. */
const mayAdd = ({ id }: RoomInfo): boolean => roomInfo.value?.id === id && ownRole.value !== null

function showMembers(): void {
  if (sidePanel.peek() !== 'members') openMembers()
}
