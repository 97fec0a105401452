import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { addExtra } from '#web/kit/slots.ts'
import { offerReload } from '#web/store/offer-reload.ts'
import { sidePanel, toggleSidePanel } from '#web/store/side-panel.ts'

const loaded: Signal<ComponentType | null> = signal<ComponentType | null>(null)
let started = false

/** Has a place in the shell for its panel. A second call does nothing. */
export function startGallery(): void {
  if (started) return
  started = true
  addExtra('panel', 10, Gallery)
}

/** Opens the panel of the room's pictures and files, or closes it. It comes from the server when somebody asks for it. */
export function openGallery(): void {
  toggleSidePanel('files')
  Promise.all([import('./GalleryPanel.tsx'), loadLateStyles()]).then(
    ([{ GalleryPanel }]) => {
      loaded.value = GalleryPanel
    },
    () => {
      sidePanel.value = null
      offerReload()
    },
  )
}

function Gallery() {
  const Panel = loaded.value
  return sidePanel.value === 'files' && Panel && <Panel />
}
