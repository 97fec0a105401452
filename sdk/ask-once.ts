import type { CommandInput, CommandName, CommandReply } from '#protocol/index.ts'
import type { Connection } from './connection.ts'
import { Disconnected, Refused } from './refused.ts'

/** One command, one answer. Rejects with `Refused`, or `Disconnected` when the answer can no longer come. */
export function askOnce<C extends CommandName>(
  connection: Pick<Connection, 'ask'>,
  name: C,
  input: CommandInput<C>,
): Promise<CommandReply<C>> {
  return new Promise((resolve, reject) => {
    connection.ask(name, input, (answer) => {
      if (answer.name === 'ok') resolve(answer.reply)
      else reject(answer.name === 'no' ? new Refused(answer.refusal) : new Disconnected())
    })
  })
}
