import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { Refused } from '#sdk/index.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import { roomWords } from '#web/words/rooms.ts'
import { isBadAddress } from './address.ts'

/** What is wrong, in words, and with which field; `all`: with none of them. `suggestion`: an address that is free. */
export type Trouble = { field: 'title' | 'topic' | 'name' | 'all'; text: string; suggestion?: string }

type Written = { title: string; topic: string; name?: string | undefined }

/** What can be seen without asking the server. */
export function troubleOf({ title, topic, name }: Written): Trouble | null {
  const say = roomWords().make
  if (title.trim() === '') return { field: 'title', text: say.empty }
  if (characters(title.trim()) > limits.roomNameChars) return over('title', title, limits.roomNameChars)
  if (characters(topic.trim()) > limits.topicChars) return over('topic', topic, limits.topicChars)
  if (name === undefined) return null
  if (name.trim() === '') return { field: 'name', text: say.addressEmpty }
  if (isBadAddress(name)) return { field: 'name', text: say.addressInvalid }
  return characters(name.trim()) > limits.roomNameChars ? over('name', name, limits.roomNameChars) : null
}

const over = (field: Trouble['field'], text: string, most: number): Trouble => ({
  field,
  text: roomWords().make.over(characters(text.trim()) - most),
})

/** What the server said. */
export function troubleFrom(error: unknown, { title, topic, name }: Written): Trouble {
  const say = roomWords().make
  if (!(error instanceof Refused)) return { field: 'all', text: say.offline }
  const { code, suggestion, limit } = error.refusal
  switch (code) {
    case 'name_taken':
      return suggestion
        ? { field: 'name', text: say.takenTry(suggestion), suggestion }
        : { field: 'name', text: say.taken }
    case 'name_invalid':
      return name === undefined ? { field: 'title', text: say.invalid } : { field: 'name', text: say.addressInvalid }
    case 'too_long':
      return characters(title.trim()) > (limit ?? limits.roomNameChars)
        ? over('title', title, limit ?? limits.roomNameChars)
        : over('topic', topic, limit ?? limits.topicChars)
    case 'bad_text':
    case 'empty':
      return { field: 'title', text: say.invalid }
    case 'too_many':
      return { field: 'all', text: say.tooMany(limit ?? limits.listedRooms) }
    case 'login_first':
      return { field: 'all', text: say.loginFirst }
    default:
      return { field: 'all', text: refusalSentence(error) }
  }
}
