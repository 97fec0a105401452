import { useLayoutEffect, useRef } from 'preact/hooks'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { addExtra } from '#web/kit/slots.ts'
import { closeEmojiPanel, type Open, open, takePicked } from './panel-place.ts'

export { EmojiPanel } from './EmojiPanel.tsx'

const ORDER = 5
let started = false

/** Gives the panel its place in the page. */
export function startPanels(): void {
  // Of pictures of packs: the panel is of use before they are here.
  loadLateStyles().catch(() => undefined)
  if (!started) addExtra('page', ORDER, EmojiPanels)
  started = true
}

/** The place of the panel in the page. */
function EmojiPanels() {
  const now = open.value
  const before = useRef<Open | null>(null)
  // A dialog keeps the focus to itself as long as it stands. When this runs it is gone, and the field can be written in.
  useLayoutEffect(() => {
    const ended = before.current
    before.current = now
    if (!ended || now) return
    const glyph = takePicked()
    ended.request.onClose?.()
    if (glyph !== undefined) ended.request.onPick(glyph)
  }, [now])
  return now && <now.Panel request={now.request} onEnd={closeEmojiPanel} />
}
