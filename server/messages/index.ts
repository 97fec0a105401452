import { createHmac } from 'node:crypto'
import type { Handlers } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { createChangeMessage } from './change-message.ts'
import { createEditMessage } from './edit-message.ts'
import { createEraseMessage, type Forget } from './erase-message.ts'
import type { NamesOf } from './mentions.ts'
import { createPinMessage } from './pin-message.ts'
import { createPostMessage } from './post-message.ts'
import { createReactToMessage } from './react-to-message.ts'
import { createReadEdits } from './read-edits.ts'
import { createGetMessages, createReadPins } from './read-lines.ts'

export type MessageNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  lines: LineLog
  secret: Buffer
  bodyChars: number
  namesOf: NamesOf
  /** Of the search index, which is above. */
  forget: Forget
  quota: {
    messagesBurst: number
    messagesPerSecond: number
    changesBurst: number
    changesPerSecond: number
    historyBurst: number
    historyPerSecond: number
  }
}

type Names = 'post' | 'edit' | 'erase' | 'react' | 'pin' | 'get' | 'edits'

/** Messages: what people say in a room, and what becomes of it. */
export function createMessages(needs: MessageNeeds) {
  const budgets = createBudgets(needs)
  const checkHash = (sent: string) => createHmac('sha256', needs.secret).update(sent).digest('base64url').slice(0, 22)
  const postMessage = createPostMessage({ ...needs, ...budgets, checkHash })
  const changeMessage = createChangeMessage({ ...needs, ...budgets, checkHash })
  const handlers: Handlers<`message.${Names}` | 'room.pins'> = {
    'message.post': { right: 'post', handle: postMessage },
    'message.edit': { right: 'edit', handle: createEditMessage({ ...needs, changeMessage }) },
    'message.erase': { right: 'erase', handle: createEraseMessage({ ...needs, changeMessage }) },
    'message.react': { right: 'react', handle: createReactToMessage({ changeMessage }) },
    'message.pin': { right: 'pin', handle: createPinMessage({ changeMessage }) },
    'message.get': { right: 'read', handle: createGetMessages({ ...needs, ...budgets }) },
    'message.edits': { right: 'read', handle: createReadEdits({ ...needs, ...budgets }) },
    'room.pins': { right: 'read', handle: createReadPins({ ...needs, ...budgets }) },
  }
  /** Drops budgets that are full again; call it now and then. */
  function sweepBudgets(): void {
    for (const budget of Object.values(budgets)) budget.sweep()
  }
  return { handlers, postMessage, sweepBudgets }
}

function createBudgets({ clock, quota }: MessageNeeds) {
  const limiter = (burst: number, perSecond: number) => new Limiter({ burst, perSecond }, clock.steadyMs)
  return {
    posting: limiter(quota.messagesBurst, quota.messagesPerSecond),
    changing: limiter(quota.changesBurst, quota.changesPerSecond),
    reading: limiter(quota.historyBurst, quota.historyPerSecond),
  }
}

export type Messages = ReturnType<typeof createMessages>
