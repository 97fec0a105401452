import { closes, mayReturn } from '#protocol/closes.ts'
import * as ids from '#protocol/ids.ts'
import { commands, pushes } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { line, messageState } from '#protocol/lines.ts'
import { emoji } from '#protocol/messages.ts'
import { locale, look, me, named as namedPerson, person, presentPerson } from '#protocol/people.ts'
import { type RefusalCode, refusals } from '#protocol/refusals.ts'
import { roomInfo } from '#protocol/room-info.ts'
import { roomEvent } from '#protocol/rooms.ts'
import { commandWords } from './docs-command-words.ts'
import { fieldWords } from './docs-field-words.ts'
import { closeWords, limitWords, pushWords, refusalWords } from './docs-protocol-words.ts'

/** A Valibot schema, as far as a table needs it. */
type Shape = {
  readonly type: string
  readonly entries?: Readonly<Record<string, unknown>>
  readonly wrapped?: unknown
  readonly item?: unknown
  readonly items?: readonly unknown[]
  readonly value?: unknown
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly pipe?: readonly unknown[]
  readonly requirement?: unknown
}

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function shape(value: unknown): Shape {
  if (!isShape(value)) throw new Error('not a schema')
  return value
}

/** Types that have a name of their own in the page, by the schema that they are. */
const named = new Map<unknown, { name: string; means: string }>([
  [ids.roomId, { name: 'room id', means: 'given by the server' }],
  [ids.principalId, { name: 'person id', means: 'given by the server; stays with a session for ever' }],
  [ids.clientId, { name: 'cid', means: 'a random UUID, made by the client' }],
  [ids.seq, { name: 'seq', means: 'the place of an event in its room: 1, 2, 3 … without holes' }],
  [ids.cursor, { name: 'cursor', means: 'the last number seen, 0 before the first' }],
  [
    ids.epoch,
    { name: 'epoch', means: 'random id of a room’s log; another one means another log: numbers cannot be compared' },
  ],
  [look, { name: 'look', means: 'which of the drawn bowls, `/avatars/<look>.svg`, stands for a person' }],
  [locale, { name: 'locale', means: 'a language' }],
  [person, { name: 'person', means: 'somebody as others see them; `classic`: a guest of the classic gateway' }],
  [namedPerson, { name: 'named', means: 'somebody in something stored; the name is the one of that moment' }],
  [presentPerson, { name: 'present person', means: 'and since when: the row of a people list' }],
  [me, { name: 'me', means: 'oneself; who has not `entered` only looks' }],
  [roomInfo, { name: 'room', means: '`name` is the address, `""` is the lobby' }],
  [emoji, { name: 'emoji', means: 'one emoji; each has one spelling' }],
  [line, { name: 'line', means: 'a `message.posted` event, and in `now` what changes have made of it' }],
  [messageState, { name: 'state', means: 'of a message; `v` is the number of its newest change' }],
  [roomEvent, { name: 'event', means: 'anything stored in a room; more types will come' }],
])

/** The blocks of docs/protocol.md by their names. Throws when a field has no words, or words have no field. */
export function protocolBlocks(): Record<string, string> {
  const wordless = new Set(Object.keys(fieldWords))
  const noteOf = (key: string): string => {
    wordless.delete(key)
    const words = fieldWords[key]
    if (words === undefined) throw new Error(`bin/docs-field-words.ts says nothing about ${key}`)
    return words
  }
  const blocks = {
    types: typesTable(),
    commands: Object.entries(commands)
      .map(([name, command]) => commandSection(name, command, noteOf))
      .join('\n\n'),
    pushes: Object.entries(pushes)
      .map(([name, push]) => pushSection(name, push, noteOf))
      .join('\n\n'),
    refusals: refusalsTable(),
    closes: closesTable(),
    limits: limitsTable(),
  }
  if (wordless.size > 0) throw new Error(`bin/docs-field-words.ts knows fields that are none: ${[...wordless]}`)
  return blocks
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const entriesOf = <T extends string>(record: Readonly<Record<T, unknown>>): T[] =>
  Object.keys(record).filter((key): key is T => key in record)

function typesTable(): string {
  const rows = [...named].map(([schema, { name, means }]) => [name, expanded(shape(schema)), means])
  const events = (shape(roomEvent).options ?? []).map(shape).map((event) => {
    const type = shape(event.entries?.['type']).literal
    return [code(String(type)), code(members(event))]
  })
  return `${table(['type', 'JSON', 'meaning'], rows)}\n\nThe types of events so far:\n\n${table(['event', 'fields'], events)}`
}

type NoteOf = (key: string) => string

function commandSection(name: string, command: { input: unknown; reply: unknown }, noteOf: NoteOf): string {
  const words = entriesOf(commandWords).find((one) => one === name)
  if (!words) throw new Error(`no words for ${name}`)
  const { does, refusals: own } = commandWords[words]
  const refused = own.length === 0 ? '' : `\n\nRefusals of its own: ${own.map(code).join(', ')}.`
  const sent = fieldsTable(shape(command.input), (field) => noteOf(`${name}.${field}`), 'field')
  const told = fieldsTable(shape(command.reply), (field) => noteOf(`${name}:${field}`), 'answer')
  return `### \`${name}\`\n\n${does}\n\n${sent}\n\n${told}${refused}`
}

function pushSection(name: string, push: unknown, noteOf: NoteOf): string {
  const words = entriesOf(pushWords).find((one) => one === name)
  if (!words) throw new Error(`no words for ${name}`)
  return `### \`${name}\`\n\n${pushWords[words]}\n\n${fieldsTable(shape(push), (field) => noteOf(`${name}/${field}`), 'field')}`
}

function fieldsTable(schema: Shape, note: (field: string) => string, head: string): string {
  const fields = new Map<string, Set<string>>()
  const variants = schema.type === 'variant' ? (schema.options ?? []).map(shape) : [schema]
  for (const variant of variants) {
    for (const [field, value] of Object.entries(variant.entries ?? {})) {
      const types = fields.get(field) ?? new Set()
      fields.set(field, types.add(typeOf(shape(value))))
    }
  }
  if (fields.size === 0) return head === 'answer' ? 'The answer is `{}`.' : 'No fields: `{}`.'
  const everywhere = (field: string) =>
    variants.every((variant) => {
      const value = variant.entries?.[field]
      return value !== undefined && shape(value).type !== 'optional'
    })
  return table(
    [head, 'type', '', 'meaning'],
    [...fields].map(([field, types]) => [
      code(field),
      [...types].join(' or '),
      everywhere(field) ? '' : 'optional',
      note(field),
    ]),
  )
}

/** A type by its name, where it has one. */
function typeOf(schema: Shape): string {
  if (schema.type === 'optional') return typeOf(shape(schema.wrapped))
  return named.get(schema)?.name ?? expanded(schema)
}

function expanded(schema: Shape): string {
  switch (schema.type) {
    case 'nullable':
      return `${typeOf(shape(schema.wrapped))} or null`
    case 'literal':
      return code(JSON.stringify(schema.literal))
    case 'picklist':
      return (schema.options ?? []).map((option) => code(JSON.stringify(option))).join(' or ')
    case 'tuple':
      return `[${(schema.items ?? []).map((item) => typeOf(shape(item))).join(', ')}]`
    case 'array':
      return `list of ${typeOf(shape(schema.item))}`
    case 'record':
      return `object of ${typeOf(shape(schema.value))}`
    case 'object':
    case 'strict_object':
      return code(members(schema))
    case 'variant':
      return 'object, by its `type`'
    default:
      return plain(schema)
  }
}

function plain(schema: Shape): string {
  const bounds = new Map((schema.pipe ?? []).map(shape).map((step) => [step.type, step.requirement]))
  if (schema.type === 'boolean') return 'true or false'
  if (schema.type === 'number') {
    const [least, most] = [bounds.get('min_value'), bounds.get('max_value')]
    const range = most === undefined ? (least === undefined ? '' : ` from ${least}`) : ` from ${least} to ${most}`
    return `${bounds.has('safe_integer') || least !== undefined ? 'whole ' : ''}number${range}`
  }
  if (bounds.has('regex')) return `text, ${code(String(bounds.get('regex')))}`
  if (schema.type !== 'string') throw new Error(`no words for a schema of type ${schema.type}`)
  return bounds.has('max_length') ? `text, at most ${bounds.get('max_length')} UTF-16 units` : 'text'
}

/** A field that is named only to say that it is not there. */
const isAbsent = (schema: Shape): boolean => schema.type === 'optional' && shape(schema.wrapped).type === 'never'

function members(schema: Shape): string {
  const parts = Object.entries(schema.entries ?? {}).flatMap(([key, value]) => {
    const part = shape(value)
    if (isAbsent(part)) return []
    return `${key}${part.type === 'optional' ? '?' : ''}: ${typeOf(part).replaceAll('`', '')}`
  })
  return `{${parts.join(', ')}}`
}

const code = (text: string): string => `\`${text}\``

const details: { readonly [C in RefusalCode]?: string } = {
  bad_field: '`field`',
  too_long: '`limit`',
  expired: '`limit`',
  too_many: '`limit`',
  name_taken: '`suggestion`',
  too_large: '`limit`',
  bad_picture: '`what`, `limit`',
  quota_full: '`what`, `limit`',
  wrong_offset: '`offset`',
  internal: '`id`',
  version_unsupported: '`supported`',
}

function refusalsTable(): string {
  const rows = entriesOf(refusals).map((name) => {
    const { retry, http } = refusals[name]
    const detail = details[name] ?? (retry === 'later' ? '`retry_after_ms`' : '')
    return [code(name), retry === 'later' ? 'later' : 'no', String(http), detail, refusalWords[name]]
  })
  return table(['code', 'passes', 'HTTP', 'with it', 'meaning'], rows)
}

function closesTable(): string {
  const rows = entriesOf(closes)
    .sort((a, b) => closes[a] - closes[b])
    .map((name) => [String(closes[name]), mayReturn(closes[name]) ? 'come back' : 'stay away', closeWords[name]])
  return table(['code', 'then', 'meaning'], rows)
}

function limitsTable(): string {
  return table(
    ['limit', 'of'],
    entriesOf(limitWords).map((name) => [limits[name].toLocaleString('en'), limitWords[name]]),
  )
}
