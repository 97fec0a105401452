import * as v from 'valibot'
import { type CommandInput, type CommandName, commands } from '#protocol/index.ts'
import { Refusal } from '#server/kit/refusal.ts'

type InputSchemas = { readonly [C in CommandName]: v.BaseSchema<unknown, CommandInput<C>, v.BaseIssue<unknown>> }

const schemas: InputSchemas = {
  hello: commands.hello.input,
  heartbeat: commands.heartbeat.input,
  'profile.set': commands['profile.set'].input,
  'profile.suggest': commands['profile.suggest'].input,
  'room.open': commands['room.open'].input,
  'room.join': commands['room.join'].input,
  'room.leave': commands['room.leave'].input,
  'room.history': commands['room.history'].input,
  'room.pins': commands['room.pins'].input,
  'message.post': commands['message.post'].input,
  'search.messages': commands['search.messages'].input,
  'message.edit': commands['message.edit'].input,
  'message.erase': commands['message.erase'].input,
  'message.react': commands['message.react'].input,
  'message.pin': commands['message.pin'].input,
  'message.get': commands['message.get'].input,
  'message.edits': commands['message.edits'].input,
  'me.erase_messages': commands['me.erase_messages'].input,
  'me.delete': commands['me.delete'].input,
  'typing.set': commands['typing.set'].input,
  'room.make': commands['room.make'].input,
  'room.change': commands['room.change'].input,
  'room.directory': commands['room.directory'].input,
  'room.quit': commands['room.quit'].input,
  'room.members': commands['room.members'].input,
  'member.add': commands['member.add'].input,
  'member.remove': commands['member.remove'].input,
  'member.ban': commands['member.ban'].input,
  'member.pardon': commands['member.pardon'].input,
  'member.hand_over': commands['member.hand_over'].input,
  'chat.open': commands['chat.open'].input,
  'person.mark': commands['person.mark'].input,
  'me.marks': commands['me.marks'].input,
  'me.settings': commands['me.settings'].input,
  'me.set_settings': commands['me.set_settings'].input,
  'owner.claim': commands['owner.claim'].input,
  'room.mine': commands['room.mine'].input,
  'room.read': commands['room.read'].input,
  'room.set_level': commands['room.set_level'].input,
  'push.key': commands['push.key'].input,
  'push.subscribe': commands['push.subscribe'].input,
  'push.unsubscribe': commands['push.unsubscribe'].input,
  'message.hide_cards': commands['message.hide_cards'].input,
  'room.files': commands['room.files'].input,
  'storage.read': commands['storage.read'].input,
  'pack.list': commands['pack.list'].input,
  'pack.make': commands['pack.make'].input,
  'pack.change': commands['pack.change'].input,
  'pack.remove': commands['pack.remove'].input,
  'message.forward': commands['message.forward'].input,
}
const names = new Set<string>(Object.keys(schemas))

export const isCommandName = (name: string): name is CommandName => names.has(name)

/** Wire input is unknown until the schema has spoken. Refuses with `bad_field`, which names the first wrong field. */
export function requireInput<C extends CommandName>(name: C, input: unknown): CommandInput<C> {
  return requireShape(schemas[name], input)
}

export function requireShape<Output>(
  schema: v.BaseSchema<unknown, Output, v.BaseIssue<unknown>>,
  input: unknown,
): Output {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return result.output
  const field = result.issues[0].path?.map((item) => String(item.key)).join('.')
  throw new Refusal('bad_field', field === undefined ? {} : { field: field.slice(0, 64) })
}
