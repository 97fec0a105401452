import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ErasingPush } from '#protocol/own-data.ts'
import { Refused, uuid } from '#sdk/index.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import { startOver } from './begin-session.ts'
import { client, roomInfo, status } from './session.ts'

/** How the deletion of one's own messages stands. `begun`: nothing is counted yet. */
export type Erasing =
  | { name: 'idle' }
  | { name: 'begun' }
  | { name: 'running'; done: number; of: number }
  | { name: 'over'; count: number }
  | { name: 'refused'; text: string }

export type Where = 'here' | 'everywhere'

const state: Signal<Erasing> = signal<Erasing>({ name: 'idle' })
export const erasing: ReadonlySignal<Erasing> = state

type Wish = { cid: string; room?: string }
/** What was asked for on this page, until it is over: after a loss of the line it is asked for again. */
let wish: Wish | null = null
/** Being deleted was asked for, and the line broke before the answer: the next hello tells. */
let leaving = false
let started = false

/** Follows what is under way, of any tab. A second call does nothing. */
export function startOwnData(): void {
  if (started) return
  started = true
  effect(() =>
    client.value?.onPush((frame) => {
      if (frame[1] === 'erasing') hear(frame[2])
    }),
  )
  effect(() => {
    const now = status.value
    if (now?.name === 'online') {
      leaving = false
      if (wish) void ask(wish)
    }
    if (leaving && now?.name === 'stopped' && now.refusal === 'login_first') leave()
  })
}

function hear({ done, of }: ErasingPush): void {
  if (done < of) {
    state.value = { name: 'running', done, of }
    return
  }
  state.value = { name: 'over', count: done }
  wish = null
}

/** Deletes all that one has said in the room of the page, or in every room. */
export async function eraseMyMessages(where: Where): Promise<void> {
  const room = roomInfo.peek()?.id
  if (where === 'here' && room === undefined) return
  wish = { cid: newCid(), ...(where === 'here' && room !== undefined && { room }) }
  state.value = { name: 'begun' }
  await ask(wish)
}

async function ask(asked: Wish): Promise<void> {
  try {
    await client.peek()?.call('me.erase_messages', asked)
  } catch (error) {
    // Without a line it waits for the next one.
    if (asked !== wish || status.peek()?.name !== 'online') return
    wish = null
    state.value = { name: 'refused', text: refusalSentence(error) }
  }
}

/** Forgets who one is, here and on the server. Rejects with `Refused`: nothing was done; or with `Disconnected`. */
export async function deleteMe(): Promise<void> {
  leaving = true
  try {
    await client.peek()?.call('me.delete', { cid: newCid() })
  } catch (error) {
    if (error instanceof Refused) leaving = false
    throw error
  }
  leave()
}

function leave(): void {
  leaving = false
  state.value = { name: 'idle' }
  wish = null
  startOver()
}

/** The page's own words about an erasure that is over have been read. */
export function settleErasing(): void {
  if (state.peek().name === 'over' || state.peek().name === 'refused') state.value = { name: 'idle' }
}

const newCid = (): string => uuid({ randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)) })
