import { useLayoutEffect, useRef } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { packWords } from '#web/words/packs.ts'

/** The way back to the list. The focus begins here: what had it is gone. */
export function BackRow({ title, onBack }: { title: string; onBack: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => button.current?.focus(), [])
  const say = packWords().owner.back
  return (
    <div class="packs-back">
      <button ref={button} type="button" class="icon-button" aria-label={say} title={say} onClick={onBack}>
        <span class="packs-back-arrow">
          <LateIcon name="chevron-right" />
        </span>
      </button>
      <h3>
        <bdi>{title}</bdi>
      </h3>
    </div>
  )
}
