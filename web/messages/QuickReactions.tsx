import { LateIcon } from '#web/kit/LateIcon.tsx'
import { words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { act, react } from './actions.ts'
import { quickReactions } from './menu-items.ts'
import type { Row } from './rows.ts'

type Props = { row: Row; at: DOMRect; role?: 'menuitemcheckbox'; onDone: () => void }

/** The reactions that are one press away, and the way to all others. `role`: inside of a menu. */
export function QuickReactions({ row, at, role, onDone }: Props) {
  const say = toolWords().actions
  const given = new Set(row.reactions.filter(({ mine }) => mine).map(({ kind }) => kind))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's.
    <div class="menu-quick" role="group" aria-label={words().actions.react}>
      {quickReactions.map((kind) => (
        <button
          key={kind}
          type="button"
          class="quick-reaction"
          {...(role ? { role, 'aria-checked': given.has(kind) } : { 'aria-pressed': given.has(kind) })}
          aria-label={say.reactWith(kind)}
          tabIndex={role ? -1 : 0}
          onClick={() => {
            react(row, kind)
            onDone()
          }}
        >
          {kind}
        </button>
      ))}
      <button
        type="button"
        class="quick-reaction quick-more"
        role={role && 'menuitem'}
        aria-label={say.moreEmoji}
        title={say.moreEmoji}
        tabIndex={role ? -1 : 0}
        onClick={() => {
          onDone()
          act('react', row, { at, by: 'pointer' })
        }}
      >
        <LateIcon name="plus" />
      </button>
    </div>
  )
}
