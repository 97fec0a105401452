import type { VNode } from 'preact'
import { copyWithToast } from '#web/kit/copy.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { tryAgain } from '#web/store/begin-session.ts'
import type { Card } from '#web/store/connection.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { outbox } from '#web/store/outgoing.ts'
import { comeBack, roomInfo, roomName, roomOut, roomRefused, status } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { stateWords } from '#web/words/state.ts'
import { cardSentence, roomSentence } from './state-sentences.ts'

type Button = { label: string; run: () => void }
/** `more`: a second way, where there is one. */
export type Face = { icon: VNode; text: string; note?: string; button?: Button; more?: Button }

const icon = (name: AnyIconName) => <LateIcon name={name} size={28} />

/** What a card of the connection looks like; the one before there is a connection is the shell's own (StateCard.tsx). */
export function faceOf({ kind }: Card): Face {
  const say = stateWords()
  const text = cardSentence(kind)
  const again = (label: string) => ({ label, run: tryAgain })
  switch (kind) {
    case 'session-over':
      return { icon: icon('log-in'), text, button: again(say.comeIn), ...unsentWays(say) }
    case 'banned':
      return { icon: icon('ban'), text }
    case 'open-elsewhere':
      return { icon: icon('unplug'), text, button: again(say.useHere) }
    case 'outdated':
      return { icon: icon('refresh-cw'), text, button: { label: say.refresh, run: () => location.reload() } }
    case 'flood':
    case 'boot':
    case 'stopped':
      return { icon: icon('unplug'), text, button: again(words().card.reconnect) }
  }
}

/**
 * Who comes in again may be somebody else to the server, as after a restored backup: what was not sent can be taken along. Whoever was deleted has
 * nothing any more (T-81).
 */
function unsentWays(say: ReturnType<typeof stateWords>): Pick<Face, 'more'> {
  const now = status.value
  if (now?.name !== 'stopped' || now.refusal !== 'login_first') return {}
  const bodies = outbox.value.list.map(({ body }) => body).filter((body) => body !== '')
  if (bodies.length === 0) return {}
  const said = { copied: say.unsentCopied, notCopied: say.unsentNotCopied }
  const copyAll = () => void copyWithToast(bodies.join('\n\n'), said)
  return { more: { label: say.copyUnsent(bodies.length), run: copyAll } }
}

/** Why one is not in the room of the address, and where one can go. */
export function roomFace(): Face {
  const say = stateWords()
  const toLobby = roomName.value === '' ? null : { label: say.toLobby, run: () => goToRoom('') }
  const out = roomOut.value
  // A private room is open again only to whom somebody adds.
  const mayReturn = (out === 'removed' || out === 'left') && roomInfo.value?.access !== 'private'
  const back = mayReturn ? { label: say.comeBack, run: comeBack } : null
  const [button, more] = [back ?? toLobby, back && toLobby]
  const { icon: name, ...sentence } = roomSentence(out ?? roomRefused.value ?? 'not_found')
  return { icon: icon(name), ...sentence, ...(button && { button }), ...(more && { more }) }
}
