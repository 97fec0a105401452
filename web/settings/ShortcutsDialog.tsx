import { Dialog } from '#web/kit/Dialog.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { preferences } from '#web/store/preferences.ts'
import { words } from '#web/words/index.ts'
import { shortcutWords } from '#web/words/shortcuts.ts'
import { type Shortcut, shortcutGroups, shortcuts } from './shortcuts.ts'

/** The sheet of keys. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { sendKey } = preferences.value
  const enterSends = sendKey === 'enter' || (sendKey === 'auto' && !coarsePointer.value)
  const all = shortcuts(enterSends)
  const say = shortcutWords()
  return (
    <Dialog title={say.title} close={words().close} onClose={onClose}>
      <div class="shortcuts">
        {shortcutGroups.map((group) => (
          <section key={group} aria-label={say.groups[group]}>
            <h3 class="group-label">{say.groups[group]}</h3>
            <dl>
              {all
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <Line key={shortcut.does} shortcut={shortcut} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Line({ shortcut }: { shortcut: Shortcut }) {
  return (
    <div class="shortcut">
      <dt>{shortcutWords()[shortcut.does]}</dt>
      <dd>
        {shortcut.keys.map((way) => (
          <span key={way.join()} class="key-way">
            {way.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}
