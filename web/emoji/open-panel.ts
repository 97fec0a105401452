import { offerReload } from '#web/store/offer-reload.ts'
import { type EmojiRequest, open } from './panel-place.ts'

/** Opens the panel. It is asked from the server when it is first needed, and the lists with it. */
export function openEmojiPanel(request: EmojiRequest): void {
  void import('./EmojiPanels.tsx').then(
    ({ EmojiPanel, startPanels }) => {
      startPanels()
      // Asked for twice while it was on its way: the first has it.
      if (open.value) request.onClose?.()
      else open.value = { request, Panel: EmojiPanel }
    },
    () => {
      offerReload()
      request.onClose?.()
    },
  )
}
