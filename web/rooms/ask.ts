import type { CommandInput, CommandName, CommandReply } from '#protocol/index.ts'
import { Disconnected, uuid } from '#sdk/index.ts'
import { client } from '#web/store/session.ts'

export const newCid = (): string => uuid({ randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)) })

/** One command. Rejects with `Refused`, or with `Disconnected` when there is no line. */
export function ask<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandReply<C>> {
  return client.peek()?.call(name, input) ?? Promise.reject(new Disconnected())
}
