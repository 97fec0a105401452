import { copyWithToast } from '#web/kit/copy.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { linkTo } from '#web/kit/place.ts'
import { inviteHere, mayInvite } from '#web/store/inviting.ts'
import { place, roomInfo } from '#web/store/session.ts'
import { inviteWords } from '#web/words/invite.ts'

/** How others come, for who is alone. To a private room the link alone leads nobody: the dialog says so, and what does. */
export function WaysIn() {
  const room = roomInfo.value
  if (!room || !mayInvite(room)) return null
  const say = inviteWords()
  const copy = () => void copyWithToast(linkTo(room.name, place.peek().base, location.href), say)
  return (
    <div class="ways-in">
      {room.access !== 'private' && (
        <button type="button" class="button button-quiet" onClick={copy}>
          <LateIcon name="link" size={18} />
          {say.copy}
        </button>
      )}
      <button type="button" class="button button-quiet" aria-haspopup="dialog" onClick={inviteHere}>
        <LateIcon name="qr-code" size={18} />
        {say.open}
      </button>
    </div>
  )
}
