import { useSignalEffect } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { offerReload } from '#web/store/offer-reload.ts'
import { onRoomLeft } from '#web/store/session.ts'
import { closeOverlay, giveOverlaysUp, type OverlayProps, overlay, overlaysWanted } from './overlays.ts'

/** The place of menus and cards. Their code comes when a pointer or the focus is at a message, so that they open at once. */
export function Overlays() {
  const [loaded, setLoaded] = useState<{ View: ComponentType<OverlayProps> } | null>(null)
  useSignalEffect(() => {
    if (!overlaysWanted.value) return
    void import('./OverlayView.tsx').then(({ OverlayView: View }) => setLoaded({ View }), fail)
  })
  // What is open belongs to this log.
  useEffect(() => onRoomLeft(closeOverlay), [])
  const now = overlay.value
  if (!now || !loaded) return null
  return <loaded.View key={`${now.kind} ${now.kind === 'date' ? '' : now.row}`} now={now} onClose={closeOverlay} />
}

/** Only who asked for something is told. */
function fail(): void {
  const asked = overlay.peek() !== null
  giveOverlaysUp()
  if (asked) offerReload()
}
