import { Late } from '#web/kit/Late.tsx'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { invitingTo } from '#web/store/inviting.ts'
import { offerReload } from '#web/store/offer-reload.ts'

/** The place of the dialog. */
export function Invite() {
  const room = invitingTo.value
  return room && <Late key={room.id} load={loadDialog} props={{ room, onClose: close }} onFail={giveUp} />
}

const loadDialog = async () => {
  const [{ InviteDialog }] = await Promise.all([import('./InviteDialog.tsx'), loadLateStyles()])
  return InviteDialog
}

const close = () => {
  invitingTo.value = null
}

function giveUp(): void {
  close()
  offerReload()
}
