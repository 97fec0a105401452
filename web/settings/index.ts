import { offerReload } from '#web/store/offer-reload.ts'

type Dialogs = typeof import('./SettingsDialogs.tsx')

// They come from the server only when somebody asks for them.
const withDialogs = (run: (dialogs: Dialogs) => void): void =>
  void import('./SettingsDialogs.tsx').then(run, offerReload)

export const openSettings = (): void => withDialogs((dialogs) => dialogs.openSettings())
export const openShortcuts = (): void => withDialogs((dialogs) => dialogs.openShortcuts())
