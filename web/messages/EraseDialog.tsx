import { Dialog } from '#web/kit/Dialog.tsx'
import { firstWords } from '#web/kit/first-words.ts'
import { eraseMessage } from '#web/store/message-changes.ts'
import { saidIn } from '#web/store/said.ts'
import { words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { guessLang } from './guess-lang.ts'
import type { Row } from './rows.ts'

/** Deleting cannot be undone: it is asked for once more, with the message in sight. */
export function EraseDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const say = toolWords().actions
  const text = firstWords(saidIn(row))
  const erase = () => {
    onClose()
    if (row.line) void eraseMessage(row.line, 'delete')
  }
  return (
    <Dialog title={say.eraseTitle} onClose={onClose}>
      <blockquote class="erase-text" lang={guessLang(text)} dir="auto">
        {text}
      </blockquote>
      <p class="erase-note">{say.eraseNote}</p>
      <div class="dialog-buttons">
        <button type="button" class="button button-sunken" onClick={onClose}>
          {words().cancel}
        </button>
        <button type="button" class="button button-danger" onClick={erase}>
          {say.erase}
        </button>
      </div>
    </Dialog>
  )
}
