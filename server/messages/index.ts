import type { Handlers } from '#server/accounts/caller.ts'
import { createCheckHash } from '#server/delivery/check-hash.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { type CallNeeds, createRefuseCall } from './call-all.ts'
import { createChangeMessage } from './change-message.ts'
import { createEditMessage } from './edit-message.ts'
import { createEraseMessage, createEraseWords, type Forget } from './erase-message.ts'
import { createChangeOwn, createEraseOwn, type OwnNeeds } from './erase-own.ts'
import { createForgetAuthor } from './forget-author.ts'
import { createForgetForwards } from './forget-forwards.ts'
import { createForwardMessage, type ForwardNeeds } from './forward-message.ts'
import { createHideCards } from './hide-cards.ts'
import type { NamesOf } from './mentions.ts'
import type { NoteFor } from './note-for.ts'
import { countOwn, type OwnPlace, roomsWrittenIn } from './own-events.ts'
import { createPinMessage } from './pin-message.ts'
import { createPostMessage, type PostNeeds } from './post-message.ts'
import { Posting } from './posting.ts'
import { createReactToMessage } from './react-to-message.ts'
import { createReadEdits } from './read-edits.ts'
import { createGetMessages, createReadPins } from './read-lines.ts'
import { createStandingFor, type RightsNeeds } from './standing-for.ts'
import { createStoreCards } from './store-cards.ts'

export { findTarget, insertEdit, saveReaction } from './message-store.ts'
export { type Facts, storeChange } from './store-change.ts'
export { stubOf } from './words-of.ts'

export type MessageNeeds = RightsNeeds &
  CallNeeds & {
    storage: RoomStorage
    clock: Clock
    log: EventLog
    lines: LineLog
    secret: Buffer
    bodyChars: number
    namesOf: NamesOf
    personOf: OwnNeeds['personOf']
    /** Of the packs of pictures. */
    emoticonsIn: PostNeeds['emoticonsIn']
    stickerOf: PostNeeds['stickerOf']
    /** Of the search index, which is above. */
    forget: Forget
    /** Keeps what is for somebody until it is read: of the lists of rooms, which do not know messages. */
    noteFor: NoteFor
    findRoom: ForwardNeeds['findRoom']
    callBack: ForwardNeeds['callBack']
    quota: {
      messagesBurst: number
      messagesPerSecond: number
      roomMessagesPerSecond: number
      changesBurst: number
      changesPerSecond: number
      historyBurst: number
      historyPerSecond: number
    }
  }

type Names = 'post' | 'forward' | 'edit' | 'erase' | 'react' | 'pin' | 'get' | 'edits' | 'hide_cards'

/** Messages: what people say in a room, and what becomes of it. */
export function createMessages(needs: MessageNeeds) {
  const budgets = createBudgets(needs)
  const checkHash = createCheckHash(needs.secret)
  const storing = { ...needs, ...budgets, checkHash, standingFor: createStandingFor(needs) }
  const postMessage = createPostMessage({ ...storing, refuseCall: createRefuseCall(needs) })
  const changeMessage = createChangeMessage(storing)
  const eraseWords = createEraseWords(needs)
  const handlers: Handlers<`message.${Names}` | 'room.pins'> = {
    'message.post': { right: 'post', handle: postMessage },
    'message.forward': { right: 'post', handle: createForwardMessage(storing) },
    'message.edit': { right: 'edit', handle: createEditMessage({ ...needs, changeMessage }) },
    'message.erase': { right: 'erase', handle: createEraseMessage({ ...needs, changeMessage, eraseWords }) },
    'message.react': { right: 'react', handle: createReactToMessage({ changeMessage }) },
    'message.pin': { right: 'pin', handle: createPinMessage({ changeMessage }) },
    'message.get': { right: 'read', handle: createGetMessages({ ...needs, ...budgets }) },
    'message.hide_cards': { right: 'erase', handle: createHideCards({ changeMessage }) },
    'message.edits': { right: 'read', handle: createReadEdits({ ...needs, ...budgets }) },
    'room.pins': { right: 'read', handle: createReadPins({ ...needs, ...budgets }) },
  }
  /** Drops budgets that are full again; call it now and then. */
  function sweepBudgets(): void {
    for (const budget of Object.values(budgets)) budget.sweep()
  }
  const cards = createStoreCards({ ...storing, personOf: needs.personOf })
  return { handlers, postMessage, cards, own: createOwn({ ...needs, eraseWords, checkHash }), sweepBudgets }
}

/** All that one person has written, a page at a time; what is done to it is harmless to repeat. */
function createOwn(needs: OwnNeeds) {
  const { storage } = needs
  const changeOwn = createChangeOwn(needs)
  return {
    rooms: (author: string, after: string) => roomsWrittenIn(storage.read, author, after),
    count: (place: OwnPlace) => countOwn(storage.read, place),
    erase: createEraseOwn(needs, changeOwn),
    forget: createForgetAuthor(needs, changeOwn),
    forgetForwards: createForgetForwards(needs),
  }
}

function createBudgets({ clock, quota }: MessageNeeds) {
  const limiter = (burst: number, perSecond: number) => new Limiter({ burst, perSecond }, clock.steadyMs)
  return {
    posting: new Posting({
      people: limiter(quota.messagesBurst, quota.messagesPerSecond),
      // At once as many as in a second: a room that was quiet is no slower than one that is not.
      rooms: limiter(quota.roomMessagesPerSecond, quota.roomMessagesPerSecond),
    }),
    changing: limiter(quota.changesBurst, quota.changesPerSecond),
    reading: limiter(quota.historyBurst, quota.historyPerSecond),
  }
}

export type Messages = ReturnType<typeof createMessages>
