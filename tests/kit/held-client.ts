import type { CommandName } from '#protocol/index.ts'
import type { Client } from '#sdk/client.ts'
import type { Status } from '#sdk/status.ts'
import { welcomeOf } from './welcome.ts'

export type Input = Record<string, unknown>
type Asked = { name: CommandName; input: Input; answer: PromiseWithResolvers<never>; reply: unknown }

/** What a server makes of a command that comes at once; the test gives it as the answer when it likes. */
export type Arrive = (name: CommandName, input: Input) => unknown

export type HeldStart = { status: Status; settle(): Promise<unknown>; arrive?: Arrive }

/** Ada is here, under her name or as somebody who has none yet. */
export const online = (entered = true): Status => ({
  name: 'online',
  welcome: welcomeOf({ id: 'pada', name: 'ada', look: 1, entered }),
})

/** A client in the hands of the test: it answers what is asked, and says what the server says. */
export function holdClient({ status, settle, arrive = () => null }: HeldStart) {
  const asked: Asked[] = []
  const statusListeners = new Set<(status: Status) => void>()
  const pushListeners = new Set<(frame: never) => void>()
  const held = {
    status,
    onStatus: (listener: (status: Status) => void) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    onPush: (listener: (frame: never) => void) => {
      pushListeners.add(listener)
      return () => pushListeners.delete(listener)
    },
    call(name: CommandName, input: Input) {
      const answer = Promise.withResolvers<never>()
      asked.push({ name, input, answer, reply: arrive(name, input) })
      return answer.promise
    },
  }
  const become = (now: Status) => {
    held.status = now
    for (const listener of statusListeners) listener(now)
  }
  const says = (kind: string, body: unknown) => {
    for (const listener of pushListeners) listener([0, kind, body] as never)
  }
  /** Answers the oldest question, and gives it. */
  const next = async (reply: unknown) => {
    const first = asked.shift()
    if (!first) throw new Error('nothing was asked')
    if (reply instanceof Error) first.answer.reject(reply)
    else first.answer.resolve(reply as never)
    await settle()
    return [first.name, first.input]
  }
  return { client: held as unknown as Client, asked, become, says, next }
}
