import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { act } from './actions.ts'
import { openOverlay } from './overlays.ts'
import { bubbleBox } from './row-element.ts'
import type { Row } from './rows.ts'

/** Beside the message under the pointer or the keyboard: react, reply, and everything else. */
export function RowTools({ row }: { row: Row }) {
  const say = toolWords().actions
  const place = (button: HTMLElement) => ({ at: bubbleBox(button), by: 'pointer' as const })
  return (
    <div class="row-tools">
      <Tool icon="smile-plus" label={words().actions.react} popup run={(button) => act('react', row, place(button))} />
      <Tool icon="reply" label={say.reply} run={(button) => act('reply', row, place(button))} />
      <Tool
        icon="ellipsis"
        label={say.more}
        popup
        run={(button) => openOverlay({ kind: 'menu', row: row.key, ...place(button) })}
      />
    </div>
  )
}

type ToolProps = { icon: AnyIconName; label: string; popup?: boolean; run: (button: HTMLElement) => void }

function Tool({ icon, label, popup = false, run }: ToolProps) {
  return (
    <button
      type="button"
      class="row-tool"
      aria-label={label}
      title={label}
      aria-haspopup={popup ? 'menu' : undefined}
      onClick={(event) => run(event.currentTarget)}
    >
      <LateIcon name={icon} />
    </button>
  )
}
