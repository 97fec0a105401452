import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { closeEmojiPanel, openEmojiPanel } from '#web/emoji/index.ts'
import { ariaKeys } from '#web/kit/command-key.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { pageKeys } from '#web/kit/page-keys.ts'
import { onWriteAtCaret, toggleEmoji } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { startInserting } from './insert-at-caret.ts'

/** The line of who is typing stays free between the panel and the composer. */
const GAP_PX = 28

/** Opens the emoji panel over the composer, by press or by its key; what is picked goes to the caret. */
export function EmojiButton({ field }: { field: { readonly current: HTMLTextAreaElement | null } }) {
  const button = useRef<HTMLButtonElement>(null)
  const insert = useRef<(text: string) => void>(() => undefined)
  const opened = useSignal(false)
  const open = () => {
    const anchor = button.current?.parentElement
    if (!anchor || opened.peek()) return
    opened.value = true
    openEmojiPanel({
      anchor,
      gap: GAP_PX,
      packs: true,
      onPick: (glyph) => insert.current(glyph),
      onClose: () => {
        opened.value = false
        // Opened by a finger, or out of nowhere: the focus never stays nowhere. What had it before comes first.
        queueMicrotask(() => {
          if (document.activeElement === document.body) button.current?.focus()
        })
      },
    })
  }
  useEffect(() => {
    if (!field.current) return
    const inserting = startInserting(field.current)
    insert.current = inserting.insert
    const stopWriting = onWriteAtCaret(inserting.insert)
    return () => {
      stopWriting()
      inserting.stop()
    }
  }, [])
  useEffect(
    () =>
      toggleEmoji.listen(() => {
        if (opened.peek()) closeEmojiPanel()
        else if (!document.querySelector('dialog[open]')) open()
      }),
    [],
  )
  const say = words().openEmoji
  return (
    <button
      ref={button}
      type="button"
      class="icon-button"
      aria-label={say}
      aria-haspopup="dialog"
      aria-expanded={opened.value}
      aria-keyshortcuts={ariaKeys(pageKeys.emoji)}
      title={say}
      // The text keeps the focus and its caret, and has both back when the panel closes.
      onPointerDown={(event) => event.preventDefault()}
      onClick={open}
    >
      <Icon name="smile" />
    </button>
  )
}
