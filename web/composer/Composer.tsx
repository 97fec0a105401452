import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { preferences } from '#web/store/preferences.ts'
import { room, welcome } from '#web/store/session.ts'
import { attached } from '#web/store/uploading.ts'
import { target } from '#web/store/writing-target.ts'
import { words } from '#web/words/index.ts'
import { attachAsked, attachTray } from './attach.ts'
import { COMPLETION_ID, completion, optionId } from './completion-state.ts'
import { EmojiButton } from './EmojiButton.tsx'
import { tools } from './load-tools.ts'
import { strip } from './strip.ts'
import { looksAlike, mayPost, measure, type Typed } from './typed-text.ts'
import { startWriting, type WritingKeys } from './writing.ts'

/** Only what the page shows about the text; the text itself lives in the field and nowhere else. */
export const typed = signal<Typed>(measure('', Number.POSITIVE_INFINITY))

/**
 * Where one writes. The text field is uncontrolled: nothing that arrives, no banner, reconnect or theme touches it, so an
 * input method is never disturbed (client.md 6.1).
 */
export function Composer() {
  const field = useRef<HTMLTextAreaElement>(null)
  const run = useRef<WritingKeys | null>(null)
  useEffect(() => {
    if (!field.current) return
    const writing = startWriting(field.current, (now) => {
      if (!looksAlike(typed.peek(), now)) typed.value = now
    })
    run.current = writing
    return writing.stop
  }, [])
  const say = words().log.composer
  const { over, near, count, most } = typed.value
  const now = target.value
  const list = completion.value
  const List = tools.value?.CompletionList
  const Strip = strip.value
  const isEdit = now?.kind === 'edit'
  const Tray = isEdit ? null : attachTray.value
  const maySend = mayPost(typed.value, isEdit ? now.line.files : attached.value)
  const enterSends = coarsePointer.value && preferences.value.sendKey === 'enter'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a form would submit by itself on Safari's late Enter.
    <div class="composer" role="form" aria-label={say.region}>
      <div class="completion-place">
        {List && (
          <List
            onChoose={(at) => run.current?.completing()?.choose(at)}
            onPoint={(at) => run.current?.completing()?.setActive(at)}
          />
        )}
      </div>
      <div class={now ? 'composer-pill composer-pill-tall' : 'composer-pill'}>
        {now && Strip && <Strip now={now} onCancel={() => run.current?.cancel()} />}
        {Tray && <Tray />}
        <button
          type="button"
          class="icon-button attach-button"
          aria-label={say.attach}
          title={say.attach}
          disabled={isEdit}
          onClick={({ currentTarget }) => {
            attachAsked.value = currentTarget
          }}
        >
          <Icon name="plus" />
        </button>
        <textarea
          key="text"
          ref={field}
          class="composer-text"
          rows={1}
          aria-label={say.label}
          aria-describedby={now ? 'composer-strip composer-count' : 'composer-count'}
          aria-invalid={over > 0}
          placeholder={say.placeholder}
          {...fieldKinds.prose}
          enterkeyhint={enterSends ? 'send' : 'enter'}
          aria-autocomplete="list"
          aria-controls={list ? COMPLETION_ID : undefined}
          aria-activedescendant={list ? optionId(list.active) : undefined}
          dir="auto"
        />
        <EmojiButton field={field} />
        <button
          type="button"
          class="send-button"
          aria-label={isEdit ? words().actions.save : say.send}
          aria-disabled={!maySend || !room.value}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => run.current?.send()}
        >
          <Icon name={isEdit ? 'check' : 'arrow-up'} />
        </button>
      </div>
      <p id="composer-count" class={over > 0 ? 'composer-count composer-over' : 'composer-count'}>
        {over > 0 ? say.over(over) : near && welcome.value ? say.count(count, most) : ''}
      </p>
    </div>
  )
}
