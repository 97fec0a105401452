import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { askToInstall, install } from '#web/store/install.ts'
import { pushWords } from '#web/words/push.ts'

/** Puts the page beside the programs of the device; where only a person can, it says how. */
export function InstallEntry() {
  const told = useSignal(false)
  const how = useId()
  const say = pushWords().install
  if (install.value === 'none') return null
  const byHand = install.value === 'by-hand'
  const press = () => {
    if (byHand) told.value = !told.value
    else void askToInstall()
  }
  return (
    <div class="settings-links">
      <button
        type="button"
        class="list-row settings-link settings-install"
        aria-expanded={byHand ? told.value : undefined}
        aria-controls={byHand ? how : undefined}
        onClick={press}
      >
        <LateIcon name="monitor-down" />
        <span class="settings-link-word">{byHand ? say.byHand : say.prompt}</span>
        {byHand && <LateIcon name="chevron-right" size={18} />}
      </button>
      {byHand && told.value && (
        <p class="choices-note settings-install-how" id={how} ref={showWhole}>
          {say.how}
        </p>
      )}
    </div>
  )
}

/** It opens below the edge of the dialog. */
const showWhole = (words: HTMLElement | null): void => words?.scrollIntoView({ block: 'nearest' })
