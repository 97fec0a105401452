import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { showToast } from '#web/kit/toast.ts'
import { sidePanel, toggleSidePanel } from '#web/store/side-panel.ts'
import { words } from '#web/words/index.ts'

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
      showToast(words().refused.unreachable)
    },
  )
}

export function Pins() {
  const Panel = loaded.value
  return sidePanel.value === 'pins' && Panel && <Panel />
}
