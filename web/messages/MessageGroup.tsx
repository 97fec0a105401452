import { hueOf } from '#protocol/looks.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { words } from '#web/words/index.ts'
import type { Group } from './blocks.ts'
import { MessageRow } from './MessageRow.tsx'
import type { Row } from './rows.ts'

/** What one person wrote in a row: the name above, the bowl at the lower end, the bubbles joined. */
export function MessageGroup({ block }: { block: Group }) {
  const { by, own, rows } = block
  const me = words().log.me
  const list = (
    <ol class="group-rows" aria-label={own ? me : by.name}>
      {rows.map((row, at) => (
        <MessageRow key={row.key} row={row} own={own} first={at === 0} last={at === rows.length - 1} />
      ))}
    </ol>
  )
  if (own) return <div class="group group-own">{list}</div>
  const names = [
    'group',
    (rows.length > 1 || isLong(rows[0])) && 'group-tall',
    isReacted(rows.at(-1)) && 'group-reacted',
  ]
  return (
    <div class={names.filter(Boolean).join(' ')}>
      <Bowl look={by.look} />
      <div class="group-body">
        <p class={`group-name hue-${hueOf(by.id)}`} dir="auto" title={by.name} aria-hidden="true">
          {by.name}
        </p>
        {list}
      </div>
    </div>
  )
}

/** Longer than a few lines: its bowl has a way to travel. */
const LONG = 150

const isLong = (row: Row | undefined): boolean =>
  row !== undefined && (row.body.length > LONG || row.body.includes('\n'))

/** Its bowl stays beside the bubble, not beside what stands below it. */
const isReacted = (row: Row | undefined): boolean => row !== undefined && row.reactions.length > 0
