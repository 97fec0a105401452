import { useEffect, useRef } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { PictureView } from '#web/packs/index.ts'
import { textWords } from '#web/words/text.ts'
import type { Choice } from './completion-sources.ts'
import { COMPLETION_ID, completion, optionId } from './completion-state.ts'

type Props = { onChoose: (at: number) => void; onPoint: (at: number) => void }

/** People, emoji or commands over the text field. The focus stays in the text; the active row is told by its id. */
export function CompletionList({ onChoose, onPoint }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const now = completion.value
  const active = now?.active ?? 0
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const say = textWords()
  return (
    <>
      <p class="hidden" role="status">
        {now && say.found(now.choices.length)}
      </p>
      {now && (
        <div ref={list} id={COMPLETION_ID} class="completion" role="listbox" aria-label={say.lists[now.query.kind]}>
          {now.choices.map((choice, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and hears the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              key={choice.key}
              id={optionId(at)}
              class="completion-row"
              role="option"
              aria-selected={at === active}
              // A press must not take the focus from the text.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => at !== active && onPoint(at)}
              onClick={() => onChoose(at)}
            >
              <ChoiceView choice={choice} />
              {at === active && (
                <span class="completion-key" aria-hidden="true">
                  Enter
                </span>
              )}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

function ChoiceView({ choice }: { choice: Choice }) {
  switch (choice.kind) {
    case 'person':
      return (
        <>
          <Bowl look={choice.person.look} size={28} />
          <bdi class="completion-label">{choice.label}</bdi>
        </>
      )
    case 'everybody':
      return (
        <>
          <span class="completion-everybody">
            <LateIcon name="users" size={18} />
          </span>
          <span class="completion-call">{choice.label}</span>
          <span class="completion-note">{choice.note}</span>
        </>
      )
    case 'emoji':
      return (
        <>
          <span class="completion-glyph" aria-hidden="true">
            {choice.picture ? <PictureView emoticon={choice.picture} as="cell" silent /> : choice.glyph}
          </span>
          <span class="completion-label">{choice.label}</span>
        </>
      )
    case 'command':
      return (
        <>
          <span class="completion-command">{choice.label}</span>
          <span class="completion-note">{choice.note}</span>
        </>
      )
  }
}
