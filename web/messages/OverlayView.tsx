import { useEffect } from 'preact/hooks'
import { DateCard } from './DateCard.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { shownRows } from './log-view.ts'
import { MessageMenu } from './MessageMenu.tsx'
import { MessageSheet } from './MessageSheet.tsx'
import type { OverlayProps } from './overlays.ts'
import type { Row } from './rows.ts'
import { VersionsCard } from './VersionsCard.tsx'

/** What is open over the log. It closes by itself when its message is gone. */
export function OverlayView({ now, onClose }: OverlayProps) {
  const row = now.kind === 'date' ? undefined : shownRows.value.get(now.row)
  const isOver = now.kind !== 'date' && !row
  useEffect(() => {
    if (isOver) onClose()
  }, [isOver])
  if (now.kind === 'date') return <DateCard day={now.day} at={now.at} onClose={onClose} />
  return row ? <OfMessage now={now} row={row} onClose={onClose} /> : null
}

function OfMessage({ now, row, onClose }: OverlayProps & { row: Row }) {
  switch (now.kind) {
    case 'menu':
      return now.by === 'touch' ? (
        <MessageSheet row={row} at={now.at} onClose={onClose} />
      ) : (
        <MessageMenu row={row} at={now.at} onClose={onClose} />
      )
    case 'erase':
      return <EraseDialog row={row} onClose={onClose} />
    case 'versions':
      return <VersionsCard row={row} at={now.at} onClose={onClose} />
    case 'date':
      return null
  }
}
