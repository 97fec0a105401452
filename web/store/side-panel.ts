import { type Signal, signal } from '@preact/signals'

export type SidePanelName = 'search' | 'pins' | 'members' | 'files'

/** Which panel stands at the right; null: none. Opening one closes the other. */
export const sidePanel: Signal<SidePanelName | null> = signal<SidePanelName | null>(null)

export function toggleSidePanel(name: SidePanelName): void {
  sidePanel.value = sidePanel.value === name ? null : name
}

export function closeSidePanel(): void {
  sidePanel.value = null
}
