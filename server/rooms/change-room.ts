import type { CommandInput } from '#protocol/index.ts'
import { foldRoom } from '#protocol/room-fold.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { requireTitle, requireTopic } from '#server/accounts/name-rules.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { saveFolded, saveRoom } from './room-store.ts'
import type { NoticeFields, Plan, Scene, StoreNotice } from './store-notice.ts'

type Input = CommandInput<'room.change'>
type Changes = Omit<Extract<NoticeFields, { type: 'room.changed' }>, 'type'>

/** The owner changes what a room is. Only what is different is told. */
export function createChangeRoom(storeNotice: StoreNotice, withTitle: (room: RoomInfo) => RoomInfo) {
  return function changeRoom(caller: Caller, input: Input) {
    const { room, cid, ...raw } = input
    const wish: Changes = {
      ...raw,
      ...(raw.title !== undefined && { title: requireTitle(raw.title) }),
      ...(raw.topic !== undefined && { topic: requireTopic(raw.topic) }),
    }

    function plan({ tx, room: before }: Scene): Plan | Refusal {
      const changes = differences(before, wish)
      if (Object.keys(changes).length === 0) return { about: null }
      if (!mayBe(before, changes)) return new Refusal('forbidden')
      const fields = { type: 'room.changed' as const, ...changes }
      const after = foldRoom(before, { ...fields, seq: 1, at: 0, by: caller.principal.person(), cid })
      async function also(): Promise<void> {
        await saveRoom(tx.sql, after)
        await saveFolded(tx.sql, withTitle(after))
      }
      return { fields, also }
    }
    return storeNotice(caller, { room, cid }, { right: 'govern', sent: ['change', raw], plan })
  }
}

function differences(before: RoomInfo, wish: Changes): Changes {
  const { title, access } = before
  const now: Required<{ [Field in keyof Changes]: unknown }> = {
    title,
    topic: before.topic ?? '',
    accent: before.accent ?? null,
    access,
    archived: before.archived === true,
    cards: before.cards === true,
  }
  const { title: newTitle, topic, accent, access: newAccess, archived, cards } = wish
  // What is said in private is told to no page unless somebody wants that of a private room.
  const shown = cards ?? (newAccess === 'private' && access !== 'private' ? false : undefined)
  return {
    ...(newTitle !== undefined && newTitle !== now.title && { title: newTitle }),
    ...(topic !== undefined && topic !== now.topic && { topic }),
    ...(accent !== undefined && accent !== now.accent && { accent }),
    ...(newAccess !== undefined && newAccess !== now.access && { access: newAccess }),
    ...(archived !== undefined && archived !== now.archived && { archived }),
    ...(shown !== undefined && shown !== now.cards && { cards: shown }),
  }
}

/** What was private stays so: it was said for few. The lobby is where everybody arrives. */
function mayBe({ name, access }: RoomInfo, changes: Changes): boolean {
  if (access === 'private') return changes.access === undefined
  return name !== '' || (changes.access === undefined && changes.archived === undefined)
}
