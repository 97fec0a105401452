import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { offerReload } from '#web/store/offer-reload.ts'
import { sidePanel } from '#web/store/side-panel.ts'

const loaded: Signal<ComponentType | null> = signal<ComponentType | null>(null)

/** Opens the panel of search, or brings the focus back into it. It comes from the server when somebody asks for it. */
export function openSearch(): void {
  sidePanel.value = 'search'
  document.querySelector<HTMLInputElement>('.search-field input')?.select()
  import('./SearchPanel.tsx').then(
    ({ SearchPanel }) => {
      loaded.value = SearchPanel
    },
    () => {
      sidePanel.value = null
      offerReload()
    },
  )
}

export function Search() {
  const Panel = loaded.value
  return sidePanel.value === 'search' && Panel && <Panel />
}
