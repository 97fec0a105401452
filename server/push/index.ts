import type { CommandInput } from '#protocol/index.ts'
import type { Caller, Handlers } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage, Said } from '#server/delivery/event-log.ts'
import { atMostEvery } from '#server/kit/at-most-every.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { areKeys } from './encrypt.ts'
import { createGuardedPost, type Post } from './guarded-post.ts'
import { readPushAddress } from './push-address.ts'
import { PushFollower } from './push-follower.ts'
import type { PushKeys } from './push-keys.ts'
import { PushSender } from './push-sender.ts'
import { deleteSubscription, saveSubscription, sweepSubscriptions } from './push-store.ts'
import { createVapid } from './vapid.ts'

export { readPushKeys } from './push-keys.ts'

export type PushNeeds = {
  storage: RoomStorage
  log: Pick<EventLog, 'unsettled'>
  clock: Clock
  diary: Pick<Log, 'warn' | 'error'>
  /** Null: this installation pushes nothing. */
  keys: PushKeys | null
  push: { contact: string | null; allowPrivate: boolean; afterMs: number }
  /** The way out; tests bring their own. */
  post?: Post
}

/** A page subscribes again whenever it is opened: more than so many in a minute is no page. */
const SUBSCRIBING = { burst: 20, perSecond: 0.5 }
const SWITCHED_OFF_RETRY_MS = 3_600_000
const MINUTE_MS = 60_000

/** Web Push with own keys: tells people of what is for them and not read, where they have asked for it (decision 0023). */
export function createPush(needs: PushNeeds) {
  const { storage, clock, diary, keys, push } = needs
  const budget = new Limiter(SUBSCRIBING, clock.steadyMs)
  const parts = keys ? openParts(needs, keys) : null

  async function subscribe({ principal }: Caller, input: CommandInput<'push.subscribe'>) {
    if (!parts) throw new Refusal('unavailable', { retry_after_ms: SWITCHED_OFF_RETRY_MS })
    budget.require(principal.id)
    const { endpoint, p256dh, auth, show, locale } = input
    if (!readPushAddress(endpoint, push)) throw new Refusal('bad_field', { field: 'endpoint' })
    if (!areKeys({ p256dh, auth })) throw new Refusal('bad_field', { field: 'p256dh' })
    const subscription = { endpoint, p256dh, auth, content: show, locale }
    const saved = await storage.write(({ sql }) => saveSubscription(sql, principal.id, subscription, clock.nowMs()))
    if (!saved) throw new Refusal('bad_field', { field: 'endpoint' })
    parts.follower.wake()
    return {}
  }

  const handlers: Handlers<'push.key' | 'push.subscribe' | 'push.unsubscribe'> = {
    'push.key': { right: 'be-here', handle: () => (keys ? { key: keys.publicKey } : {}) },
    'push.subscribe': { right: 'enter', handle: subscribe },
    'push.unsubscribe': {
      right: 'be-here',
      async handle({ principal }, { endpoint }) {
        await storage.write(({ sql }) => deleteSubscription(sql, principal.id, endpoint))
        return {}
      },
    },
  }

  return {
    handlers,
    /** In these rooms something was said, and is durable. */
    hear: (rooms: ReadonlyMap<string, Said>) => parts?.follower.hear(rooms),
    /** Call it once, before anybody connects. */
    start: async () => parts?.follower.start(),
    /** Looks at what is due; call it once a second. */
    sweep: () => void parts?.follower.sweep(),
    sweepBudgets() {
      budget.sweep()
    },
    /** Subscriptions of people whose sessions have ended. */
    ended: { sweep: () => storage.write(({ sql }) => sweepSubscriptions(sql)) },
    stop: () => parts?.sender.stop(),
    /** For tests: looks now, and resolves when what was found is sent. */
    async settled() {
      await parts?.follower.sweep()
      await parts?.sender.settled()
    },
  }

  function openParts({ post, log }: PushNeeds, own: PushKeys) {
    const failed = atMostEvery(MINUTE_MS, clock.steadyMs, (status: number) => diary.warn('push_failed', { status }))
    const onError = (error: unknown) => {
      // The disk is full, or the server is about to stop: what is not noted is noted the next time.
      if (!(error instanceof Refusal)) diary.error('push_error', { error: String(error) })
    }
    const sender = new PushSender({
      storage,
      log,
      clock,
      post: post ?? createGuardedPost(push),
      allowPrivate: push.allowPrivate,
      authorize: createVapid({ keys: own, contact: push.contact, nowMs: clock.nowMs }),
      onFailure: failed,
      onError,
    })
    const send = sender.send.bind(sender)
    const follower = new PushFollower({ storage, clock, afterMs: push.afterMs, send, onError })
    return { sender, follower }
  }
}

export type Push = ReturnType<typeof createPush>
