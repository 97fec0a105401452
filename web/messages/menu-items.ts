import { useEffect, useState } from 'preact/hooks'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { type MessageAction, messageKeys } from '#web/kit/message-keys.ts'
import { formatLeft } from '#web/kit/time.ts'
import { mayPutOut } from '#web/store/governing.ts'
import { me, serverNow } from '#web/store/session.ts'
import { filesWords } from '#web/words/files.ts'
import { words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { toolWords } from '#web/words/tools.ts'
import { actionsOf, recallLeftMs } from './allowed.ts'
import type { Row } from './rows.ts'

/** The reactions that are one press away. */
export const quickReactions = ['👍', '❤️', '😂', '🎉', '😮', '🍵'] as const

export type MenuItem = {
  action: MessageAction
  icon: AnyIconName
  label: string
  cap: string
  /** What stands at the end instead of the key: how long it can still be done this way. */
  note: string | null
  danger: boolean
}

/** What is grave stands apart, below a line. */
export const standsApart = (action: MessageAction): boolean => action === 'erase' || action === 'remove'

const TICK_MS = 1_000

/** The menu of a message; it follows the clock for as long as a recall is possible. */
export function useMenuItems(row: Row): readonly MenuItem[] {
  const [nowMs, setNowMs] = useState(serverNow)
  const counts = row.by.id === me.value?.id && recallLeftMs(row, nowMs) > 0
  useEffect(() => {
    if (!counts) return
    const timer = setInterval(() => setNowMs(serverNow()), TICK_MS)
    return () => clearInterval(timer)
  }, [counts])
  const actions = actionsOf(row, { mine: me.value?.id, nowMs, mayPutOut: mayPutOut(row.by) }).filter(
    (action) => action !== 'react',
  )
  return actions.map((action) => itemOf(action, row, nowMs))
}

function itemOf(action: MessageAction, row: Row, nowMs: number): MenuItem {
  const say = toolWords().actions
  const { cap } = messageKeys[action]
  const plain = { action, cap, note: null, danger: false }
  switch (action) {
    case 'reply':
      return { ...plain, icon: 'reply', label: say.reply }
    case 'edit':
      return { ...plain, icon: 'pencil', label: say.edit }
    case 'react':
      return { ...plain, icon: 'smile-plus', label: words().actions.react }
    case 'forward':
      return { ...plain, icon: 'forward', label: say.forward }
    case 'copyText':
      return { ...plain, icon: 'copy', label: say.copyText }
    case 'copyPicture':
      return { ...plain, icon: 'images', label: filesWords().copyPicture }
    case 'save':
      return { ...plain, icon: 'download', label: row.files.length > 1 ? filesWords().saveAll : filesWords().save }
    case 'copyLink':
      return { ...plain, icon: 'link', label: say.copyLink }
    case 'pin':
      return row.pinned ? { ...plain, icon: 'pin-off', label: say.unpin } : { ...plain, icon: 'pin', label: say.pin }
    case 'person':
      return { ...plain, icon: 'user', label: personWords().card.open(row.by.name) }
    case 'remove':
      return { ...plain, icon: 'user-minus', label: personWords().card.remove, danger: true }
    case 'ban':
      return { ...plain, icon: 'ban', label: personWords().card.ban, danger: true }
    case 'erase':
      return eraseItem(recallLeftMs(row, nowMs), cap)
  }
}

function eraseItem(leftMs: number, cap: string): MenuItem {
  const say = toolWords().actions
  const base = { action: 'erase', cap, danger: true } as const
  if (leftMs === 0) return { ...base, icon: 'trash-2', label: say.erase, note: null }
  return { ...base, icon: 'undo-2', label: say.recall, note: say.timeLeft(formatLeft(leftMs)) }
}
