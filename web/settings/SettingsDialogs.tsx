import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

type View = 'settings' | 'shortcuts'
type Loaded = { view: View; Dialog: ComponentType<{ onClose: () => void; onShortcuts: () => void }> }

const open: Signal<Loaded | null> = signal<Loaded | null>(null)

const close = () => {
  open.value = null
}

// Both come from the server only when somebody asks for them.
async function show(view: View): Promise<void> {
  const Dialog =
    view === 'settings'
      ? (await import('./SettingsDialog.tsx')).SettingsDialog
      : (await import('./ShortcutsDialog.tsx')).ShortcutsDialog
  open.value = { view, Dialog }
}

export const openSettings = (): void => void show('settings').catch(offerReload)
export const openShortcuts = (): void => void show('shortcuts').catch(offerReload)

/** The file is gone: the server has a newer page; or the network is. */
function offerReload(): void {
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
}

export function SettingsDialogs() {
  const now = open.value
  return now && <now.Dialog key={now.view} onClose={close} onShortcuts={openShortcuts} />
}
