import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { offerReload } from '#web/store/offer-reload.ts'
import { sidePanel, toggleSidePanel } from '#web/store/side-panel.ts'

const loaded: Signal<ComponentType | null> = signal<ComponentType | null>(null)

/** Opens the panel of pinned messages, or closes it. It comes from the server when somebody asks for it. */
export function openPins(): void {
  toggleSidePanel('pins')
  import('./PinsPanel.tsx').then(
    ({ PinsPanel }) => {
      loaded.value = PinsPanel
    },
    () => {
      sidePanel.value = null
      offerReload()
    },
  )
}

export function Pins() {
  const Panel = loaded.value
  return sidePanel.value === 'pins' && Panel && <Panel />
}
