import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

export type EmojiRequest = {
  /** What the panel stands beside: an element, or whatever knows a place. */
  anchor: Pick<Element, 'getBoundingClientRect'>
  /** Px between them; 8 when it is not given. */
  gap?: number
  /** Hears the emoji in the chosen skin tone, when the panel is closed and the focus is back where it was. */
  onPick: (glyph: string) => void
  /** Hears that it is closed, before `onPick`. */
  onClose?: () => void
}

export type EmojiPanelProps = { request: EmojiRequest; onEnd: (glyph?: string) => void }
type Open = { request: EmojiRequest; Panel: ComponentType<EmojiPanelProps> }

const open: Signal<Open | null> = signal<Open | null>(null)
let picked: string | undefined

/** Opens the panel. It is asked from the server when it is first needed, and the lists with it. */
export function openEmojiPanel(request: EmojiRequest): void {
  void import('./EmojiPanel.tsx').then(
    ({ EmojiPanel }) => {
      // Asked for twice while it was on its way: the first has it.
      if (open.value) request.onClose?.()
      else open.value = { request, Panel: EmojiPanel }
    },
    () => offerReload(request),
  )
}

/** The file is gone: the server has a newer page; or the network is. */
function offerReload({ onClose }: EmojiRequest): void {
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
  onClose?.()
}

/** Closes it; with a glyph, that is what was picked. */
export function closeEmojiPanel(glyph?: string): void {
  picked = glyph
  open.value = null
}

/** The place of the panel in the page. */
export function EmojiPanels() {
  const now = open.value
  const before = useRef<Open | null>(null)
  // A dialog keeps the focus to itself as long as it stands. When this runs it is gone, and the field can be written in.
  useLayoutEffect(() => {
    const ended = before.current
    before.current = now
    if (!ended || now) return
    const glyph = picked
    picked = undefined
    ended.request.onClose?.()
    if (glyph !== undefined) ended.request.onPick(glyph)
  }, [now])
  return now && <now.Panel request={now.request} onEnd={closeEmojiPanel} />
}
