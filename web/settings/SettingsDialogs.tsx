import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { addExtra } from '#web/kit/slots.ts'
import { offerReload } from '#web/store/offer-reload.ts'

type View = 'settings' | 'shortcuts' | 'own-data' | 'marked' | 'packs'
type DialogProps = {
  onClose: () => void
  onShortcuts: () => void
  onOwnData: () => void
  onMarked: () => void
  onPacks: () => void
}
type Loaded = { view: View; Dialog: ComponentType<DialogProps> }

const open: Signal<Loaded | null> = signal<Loaded | null>(null)

const close = () => {
  open.value = null
}

// They come from the server only when somebody asks for them.
async function show(view: View): Promise<void> {
  const [Dialog] = await Promise.all([dialogOf(view), loadLateStyles()])
  open.value = { view, Dialog }
}

async function dialogOf(view: View): Promise<ComponentType<DialogProps>> {
  switch (view) {
    case 'settings':
      return (await import('./SettingsDialog.tsx')).SettingsDialog
    case 'shortcuts':
      return (await import('./ShortcutsDialog.tsx')).ShortcutsDialog
    case 'own-data':
      return (await import('./OwnDataDialog.tsx')).OwnDataDialog
    case 'marked':
      return (await import('./MarkedDialog.tsx')).MarkedDialog
    case 'packs':
      return (await import('#web/packing/index.ts')).PacksDialog
  }
}

export const openSettings = (): void => void show('settings').catch(offerReload)
export const openShortcuts = (): void => void show('shortcuts').catch(offerReload)
const openOwnData = (): void => void show('own-data').catch(offerReload)
const openMarked = (): void => void show('marked').catch(offerReload)
const openPacks = (): void => void show('packs').catch(offerReload)

function SettingsDialogs() {
  const now = open.value
  return (
    now && (
      <now.Dialog
        key={now.view}
        onClose={close}
        onShortcuts={openShortcuts}
        onOwnData={openOwnData}
        onMarked={openMarked}
        onPacks={openPacks}
      />
    )
  )
}

// Its place in the page is made with the first press.
addExtra('page', 1, SettingsDialogs)
