import { Icon } from '#web/kit/Icon.tsx'
import { formatTime } from '#web/kit/time.ts'
import { localeTag, words } from '#web/words/index.ts'
import { openOverlay } from './overlays.ts'
import { bubbleBox } from './row-element.ts'
import type { Row } from './rows.ts'

type Props = { row: Row; own: boolean; clock: string; reachable: boolean }

/** At the end of the last line: what became of the message, when it was said, and whether it is stored. */
export function Meta({ row, own, clock, reachable }: Props) {
  // Most have nothing beside their time: for them one element is enough. Over a picture it lies in one that hears no pointer.
  if (!own && !row.pinned && !row.edited && row.files.length === 0) return <Clock at={row.at} clock={clock} as="meta" />
  return (
    <span class="meta">
      {row.pinned && (
        <span class="pin-mark" title={words().actions.pinned}>
          <Icon name="pin" size={14} />
        </span>
      )}
      {row.edited && <Edited row={row} own={own} edited={row.edited} reachable={reachable} />}
      <Clock at={row.at} clock={clock} />
      {own && row.state !== 'failed' && <Glyph row={row} />}
    </span>
  )
}

type ClockProps = { at: number; clock: string; as?: 'meta' | 'side-time' }

export function Clock({ at, clock, as }: ClockProps) {
  return (
    <time class={as} dateTime={new Date(at).toISOString()} title={formatTime('full', at, localeTag.value)}>
      {clock}
    </time>
  )
}

type EditedProps = Pick<Props, 'row' | 'own' | 'reachable'> & { edited: { at: number } }

/** The author can see what stood there before. */
function Edited({ row, own, edited, reachable }: EditedProps) {
  const say = words().actions
  const title = say.editedAt(formatTime('full', edited.at, localeTag.value))
  if (!own) return <span title={title}>{say.edited}</span>
  return (
    <button
      type="button"
      class="edited-mark"
      title={title}
      aria-haspopup="dialog"
      tabIndex={reachable ? 0 : -1}
      onClick={({ currentTarget }) =>
        openOverlay({ kind: 'versions', row: row.key, at: bubbleBox(currentTarget), by: 'pointer' })
      }
    >
      {say.edited}
    </button>
  )
}

/** Its place is kept from the start, so that nothing moves when the message is stored. */
function Glyph({ row }: { row: Row }) {
  return (
    <span class={glyphClass(row)}>
      {row.state === 'stored' && <Icon name="check" size={14} />}
      {row.state === 'waiting' && (row.late || row.line) && <Icon name="clock" size={14} />}
    </span>
  )
}

/** An edit is saved in a moment: its clock is seen only when the moment is long. */
function glyphClass({ state, line }: Row): string {
  if (state !== 'waiting') return 'glyph'
  return line ? 'glyph glyph-waiting glyph-later' : 'glyph glyph-waiting'
}
