import type { File } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import type { MessageAction } from '#web/kit/message-keys.ts'
import type { Row } from './rows.ts'

/** Milliseconds for which an own message can still be taken back at a word; 0 when that is over. */
export const recallLeftMs = ({ at }: Pick<Row, 'at'>, nowMs: number): number =>
  Math.max(0, Math.min(limits.recallMs, limits.recallMs - (nowMs - at)))

/** The one picture of a message: it can be copied, where the browser has a place for pictures. */
export function pictureOf({ files }: Pick<Row, 'files'>): File | null {
  const [one, ...others] = files.filter(({ kind }) => kind === 'picture')
  return one && others.length === 0 && 'ClipboardItem' in globalThis ? one : null
}

type Who = { mine: string | undefined; nowMs: number; mayPutOut: boolean }

/** What somebody may do with a message at this time, in the order of the menu. */
export function actionsOf(row: Row, { mine, nowMs, mayPutOut }: Who): readonly MessageAction[] {
  if (row.line === null) return ['copyText']
  const own = row.by.id === mine
  const mayEdit = own && !row.sticker && nowMs - row.at < limits.editMs && (row.edited?.times ?? 0) < limits.edits
  return [
    'reply',
    ...(mayEdit ? (['edit'] as const) : []),
    'react',
    'forward',
    ...(row.body ? (['copyText'] as const) : []),
    ...(pictureOf(row) ? (['copyPicture'] as const) : []),
    ...(row.files.length > 0 ? (['save'] as const) : []),
    'copyLink',
    'pin',
    ...(own ? (['erase'] as const) : (['person'] as const)),
    ...(mayPutOut ? (['remove', 'ban'] as const) : []),
  ]
}
