import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'
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
    () => offerReload(request),
  )
}

/** The file is gone: the server has a newer page; or the network is. */
function offerReload({ onClose }: EmojiRequest): void {
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
  onClose?.()
}
