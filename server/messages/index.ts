import { createHmac } from 'node:crypto'
import type { Handlers } from '#server/accounts/caller.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { createPostMessage, type PostNeeds } from './post-message.ts'

export type MessageNeeds = Omit<PostNeeds, 'checkHash' | 'posting'> & {
  secret: Buffer
  quota: { messagesBurst: number; messagesPerSecond: number }
}

/** Messages: what people say in a room. */
export function createMessages({ secret, quota, ...needs }: MessageNeeds) {
  const rate = { burst: quota.messagesBurst, perSecond: quota.messagesPerSecond }
  const posting = new Limiter(rate, needs.clock.steadyMs)
  const checkHash = (body: string) =>
    createHmac('sha256', secret).update(`body:${body}`).digest('base64url').slice(0, 22)
  const postMessage = createPostMessage({ ...needs, posting, checkHash })
  const handlers: Handlers<'message.post'> = { 'message.post': { right: 'post', handle: postMessage } }
  return { handlers, postMessage, sweepBudgets: () => posting.sweep() }
}

export type Messages = ReturnType<typeof createMessages>
