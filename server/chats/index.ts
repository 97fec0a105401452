import type { Handlers } from '#server/accounts/caller.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Sql } from '#server/storage/database.ts'
import { createCallBack, createPutOnLists, type ListNeeds } from './call-back.ts'
import { findOnlyOther } from './chat-store.ts'
import { type ChatNeeds, createOpenChat } from './open-chat.ts'

export type ChatsNeeds = Omit<ChatNeeds, 'making' | 'putOnLists'> &
  ListNeeds & {
    refuses(sql: Sql, who: string, whom: string): Promise<boolean>
    quota: { chatsPerHour: number }
  }

/** Private chats: rooms of a fixed set of people, found by that set. */
export function createChats(needs: ChatsNeeds) {
  const { clock, quota } = needs
  const making = new Limiter({ burst: quota.chatsPerHour, perSecond: quota.chatsPerHour / 3_600 }, clock.steadyMs)
  const putOnLists = createPutOnLists(needs)
  const openChat = createOpenChat({ ...needs, putOnLists, making })
  const handlers: Handlers<'chat.open'> = {
    'chat.open': { right: 'enter', handle: ({ principal }, input) => openChat(principal, input) },
  }
  /** Whether a chat is one of two whose other one refuses this person (T-15). Ask it of chats alone. */
  async function isRefusedIn(sql: Sql, roomId: string, me: string): Promise<boolean> {
    const other = await findOnlyOther(sql, roomId, me)
    return other !== null && needs.refuses(sql, other, me)
  }
  /** Drops budgets that are full again; call it now and then. */
  const sweepBudgets = () => making.sweep()
  return { handlers, isRefusedIn, callBack: createCallBack(putOnLists), sweepBudgets }
}

export type Chats = ReturnType<typeof createChats>
