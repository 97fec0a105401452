import { Icon } from '#web/kit/Icon.tsx'
import { words } from '#web/words/index.ts'
import { withTools } from './load-tools.ts'
import { bubbleBox } from './row-element.ts'
import type { Row, ShownReaction } from './rows.ts'

/** Who reacted, in the reader's language: oneself first, then those whose names are known, then a number. */
export function reactors({ count, mine, names }: ShownReaction): string {
  const { log, actions } = words()
  const named = [...(mine ? [log.me] : []), ...names].slice(0, count)
  return actions.reactedBy(named, count)
}

/** A pill for each kind. Pressing one gives the same reaction, or takes one's own back. */
export function Reactions({ row, reachable }: { row: Row; reachable: boolean }) {
  const say = words().actions
  const tabIndex = reachable ? 0 : -1
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's.
    <div class="reactions" role="group" aria-label={say.reactions}>
      {row.reactions.map((reaction) => (
        <Pill
          key={reaction.kind}
          reaction={reaction}
          tabIndex={tabIndex}
          toggle={() => withTools(({ react }) => react(row, reaction.kind))}
        />
      ))}
      <button
        type="button"
        class="reaction reaction-add"
        aria-label={say.react}
        title={say.react}
        aria-haspopup="menu"
        tabIndex={tabIndex}
        onClick={({ currentTarget }) => {
          const at = bubbleBox(currentTarget)
          withTools(({ act }) => act('react', row, { at, by: 'pointer' }))
        }}
      >
        <Icon name="smile-plus" size={16} />
      </button>
    </div>
  )
}

type PillProps = { reaction: ShownReaction; tabIndex: number; toggle: () => void }

function Pill({ reaction, tabIndex, toggle }: PillProps) {
  const { kind, count, mine } = reaction
  const who = reactors(reaction)
  return (
    <button
      type="button"
      class="reaction"
      aria-pressed={mine}
      aria-label={words().actions.reactionLabel(kind, who)}
      tabIndex={tabIndex}
      onClick={toggle}
    >
      <span class="reaction-kind">{kind}</span>
      <span class="reaction-count">{words().number(count)}</span>
      <span class="reaction-who" aria-hidden="true">
        {who}
      </span>
    </button>
  )
}
