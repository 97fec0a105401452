import { Dialog } from '#web/kit/Dialog.tsx'
import { firstWords } from '#web/kit/first-words.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { formatTime } from '#web/kit/time.ts'
import { saidIn } from '#web/store/said.ts'
import { me } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { act } from './actions.ts'
import { guessLang } from './guess-lang.ts'
import { type MenuItem, standsApart, useMenuItems } from './menu-items.ts'
import { QuickReactions } from './QuickReactions.tsx'
import type { Row } from './rows.ts'

type Props = { row: Row; at: DOMRect; onClose: () => void }

/** What one can do with a message, from below, under a finger. */
export function MessageSheet({ row, at, onClose }: Props) {
  const items = useMenuItems(row)
  const say = toolWords().actions
  const run = (item: MenuItem) => {
    onClose()
    // When the sheet has gone and has given the focus back.
    queueMicrotask(() => act(item.action, row, { at, by: 'touch' }))
  }
  return (
    <Dialog kind="bottom" title={null} labelledBy="sheet-title" onClose={onClose}>
      <h2 id="sheet-title" class="hidden" tabIndex={-1} autofocus>
        {say.menu}
      </h2>
      <i class="sheet-grip" aria-hidden="true" />
      <SheetMessage row={row} />
      <QuickReactions row={row} at={at} onDone={onClose} />
      <ul class="sheet-items">
        {items.map((item) => (
          <li key={item.action} class={standsApart(item.action) ? 'sheet-last' : undefined}>
            <button type="button" class={item.danger ? 'menu-item menu-danger' : 'menu-item'} onClick={() => run(item)}>
              <LateIcon name={item.icon} />
              <span class="menu-label">{item.label}</span>
              {item.note && <span class="menu-note">{item.note}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** Which message it is about. */
function SheetMessage({ row }: { row: Row }) {
  const own = row.by.id === me.value?.id
  const text = firstWords(saidIn(row), 120)
  return (
    <div class={own ? 'sheet-message sheet-own' : 'sheet-message'}>
      <p class="bubble">
        <span class="text" lang={guessLang(text)} dir="auto">
          {text}
        </span>
        <span class="meta">
          {formatTime('clock', row.at, localeTag.value)}
          {own && row.state === 'stored' && (
            <span class="glyph">
              <LateIcon name="check" size={14} />
            </span>
          )}
        </span>
      </p>
    </div>
  )
}
