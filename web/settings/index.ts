import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

type Dialogs = typeof import('./SettingsDialogs.tsx')

// They come from the server only when somebody asks for them.
const withDialogs = (run: (dialogs: Dialogs) => void): void =>
  void import('./SettingsDialogs.tsx').then(run, offerReload)

export const openSettings = (): void => withDialogs((dialogs) => dialogs.openSettings())
export const openShortcuts = (): void => withDialogs((dialogs) => dialogs.openShortcuts())

/** The file is gone: the server has a newer page; or the network is. */
function offerReload(): void {
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
}
