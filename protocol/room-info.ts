import * as v from 'valibot'
import { roomId } from './ids.ts'
import { person } from './people.ts'

/** Who may come. `open`: everybody, and it stands in the directory. `link`: whoever has the address. `private`: members. */
export const access = v.picklist(['open', 'link', 'private'])
/** Hue of a room's own accent, in degrees. */
export const accent = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(359))
/** What one is in a room by right. In open and link rooms nobody needs to be anything. */
export const role = v.picklist(['owner', 'member'])

/** `name` is the address: '' is the lobby, else the part after /r/. State: `room.changed` and `member.changed` change it. */
export const roomInfo = v.object({
  id: roomId,
  name: v.string(),
  /** '' in a chat: it is called after the others. */
  title: v.string(),
  topic: v.optional(v.string()),
  accent: v.optional(accent),
  access,
  /** A private chat of these `people`. */
  kind: v.optional(v.literal('chat')),
  /** It can be read, not written. */
  archived: v.optional(v.literal(true)),
  /** Links are shown as cards: the server asks the pages. */
  cards: v.optional(v.literal(true)),
  owner: v.optional(person),
  people: v.optional(v.array(person)),
})

export type Access = v.InferOutput<typeof access>
export type Role = v.InferOutput<typeof role>
export type RoomInfo = v.InferOutput<typeof roomInfo>
