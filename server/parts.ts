import { limits } from '#protocol/limits.ts'
import { createAccounts } from './accounts/index.ts'
import { Principals } from './accounts/principals.ts'
import { createChats } from './chats/index.ts'
import type { Config } from './config.ts'
import type { openDelivery } from './delivery/index.ts'
import { createExports } from './export/index.ts'
import { createHouse } from './house/index.ts'
import type { Clock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'
import { createMarks } from './marks/index.ts'
import { createMessages } from './messages/index.ts'
import { createOwnData } from './own-data/index.ts'
import { Presence } from './presence/index.ts'
import { createPush } from './push/index.ts'
import { createReading } from './reading/index.ts'
import { createRooms } from './rooms/index.ts'
import { createSearch } from './search/index.ts'

export type PartsNeeds = {
  config: Config
  clock: Clock
  diary: Log
  secret: Buffer
  delivery: Pick<ReturnType<typeof openDelivery>, 'log' | 'lines' | 'feed' | 'storage'>
  publish(topic: string, frame: string): void
}

/** Every part that answers commands, lowest first, each with exactly what it names. */
export function createParts({ config, clock, diary, secret, delivery, publish }: PartsNeeds) {
  const { limits: quota } = config
  const { log, lines, feed, storage } = delivery
  const shelves = { storage, clock, log, lines, quota }
  const complain = (event: string) => (error: unknown) => diary.error(event, { error: String(error) })

  const principals = new Principals()
  const presence = new Presence({ clock, publish, quota })
  const onProfile = presence.profileChanged.bind(presence)
  const accounts = createAccounts({ ...shelves, principals, secret, nameChars: limits.nameChars, onProfile })
  const { namesOf, personOf } = accounts
  const marks = createMarks()
  const house = createHouse()
  const onError = complain('resume_failed')
  const rooms = createRooms({ ...shelves, feed, audience: presence, roomTitle: config.roomTitle, onError })
  const { requireRight } = rooms
  const reading = createReading()
  const chats = createChats()
  const search = createSearch({ ...shelves, requireRight, onError: complain('index_failed') })
  const { forget } = search
  const messages = createMessages({ ...shelves, secret, bodyChars: limits.bodyChars, namesOf, personOf, forget })
  const ownData = createOwnData({ ...shelves, diary, principals, accounts, own: messages.own })
  const exports = createExports({ ...shelves, diary, rooms })
  const push = createPush()

  const handlers = {
    heartbeat: { right: 'be-here', handle: () => ({ now_ms: clock.nowMs() }) } as const,
    ...accounts.handlers,
    ...marks.handlers,
    ...house.handlers,
    ...rooms.handlers,
    ...reading.handlers,
    ...chats.handlers,
    ...messages.handlers,
    ...ownData.handlers,
    ...presence.handlers,
    ...search.handlers,
    ...push.handlers,
  }
  const budgets = [accounts, rooms, messages, presence, search, ownData, exports]
  return { principals, presence, accounts, rooms, messages, search, ownData, exports, handlers, budgets }
}

export type Parts = ReturnType<typeof createParts>
