import type { CommandInput } from '#protocol/index.ts'
import type { Emoticon } from '#protocol/packs.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** A picture of a pack of stickers by its id, and what it is called. */
export type StickerOf = (id: string, name: string) => Emoticon | 'gone' | 'misnamed'

/**
 * A large picture that is the whole message: the body is its `:name:`, for whoever sees words only. Refuses with `not_found`:
 * it is offered no more, and with `bad_field`.
 */
export function requireSticker(
  { sticker = '', files }: Pick<CommandInput<'message.post'>, 'sticker' | 'files'>,
  body: string,
  stickerOf: StickerOf,
): { sticker: Emoticon } {
  if (files) throw new Refusal('bad_field', { field: 'files' })
  const found = stickerOf(sticker, /^:([^:]+):$/.exec(body)?.[1] ?? '')
  if (found === 'gone') throw new Refusal('not_found')
  if (found === 'misnamed') throw new Refusal('bad_field', { field: 'body' })
  return { sticker: found }
}
