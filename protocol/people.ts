import * as v from 'valibot'
import { principalId, roomId } from './ids.ts'
import { looks } from './looks.ts'

/** Which drawn bowl stands for a person: 0 … looks - 1 (looks.ts). */
export const look = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(looks - 1))
export const locale = v.picklist(['zh-CN', 'en'])

/** Somebody as others see them: the author of an event, and the base of a row in the people list. */
export const person = v.object({
  id: principalId,
  name: v.string(),
  look,
  /** A guest of the classic gateway: sees no edits, pictures or history. */
  classic: v.optional(v.literal(true)),
})
/** Somebody named in something that is stored: the name is the one of that moment. */
export const named = v.object({ id: principalId, name: v.string() })
export const presentPerson = v.object({ ...person.entries, since_ms: v.number() })

/** Oneself. Who has not `entered` only looks: is on no list and may not write. */
export const me = v.object({
  ...person.entries,
  entered: v.boolean(),
  /** Owns the installation. */
  owner: v.optional(v.literal(true)),
})

/** Takes a name and a bowl. The first time it also enters. Refusals: name_invalid, name_taken, too_long, rate_limited. */
export const setProfile = {
  input: v.strictObject({ name: v.string(), look }),
  reply: v.object({ me }),
}

/** A pleasant name that is free now, in the given language. It is not reserved. */
export const suggestName = {
  input: v.strictObject({ locale }),
  reply: v.object({ name: v.string() }),
}

/** Which list of people it is: says nothing else, and is compared for being the same. */
export const peopleVersion = v.pipe(v.string(), v.maxLength(32))

/**
 * Who is here. `all` is the whole truth and replaces what was known. `came`, `went` and `changed` change it. `version` names
 * the list that it leads to; beside `count` alone it says that this is the list of the version that the join named. A push
 * with `count` and no `version` says that the room is too large for a list (more than `listedPeople`) and none is kept.
 * Ephemeral: no number, never stored (HOUSE-8).
 */
export const peoplePush = v.object({
  room: roomId,
  version: v.optional(peopleVersion),
  count: v.number(),
  all: v.optional(v.array(presentPerson)),
  came: v.optional(v.array(presentPerson)),
  went: v.optional(v.array(principalId)),
  changed: v.optional(v.array(presentPerson)),
})

export type Locale = v.InferOutput<typeof locale>
export type Named = v.InferOutput<typeof named>
export type Person = v.InferOutput<typeof person>
export type PresentPerson = v.InferOutput<typeof presentPerson>
export type Me = v.InferOutput<typeof me>
export type PeoplePush = v.InferOutput<typeof peoplePush>
