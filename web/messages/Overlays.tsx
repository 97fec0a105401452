import { useSignalEffect } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showToast } from '#web/kit/toast.ts'
import { onRoomLeft } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
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

/** The file is gone: the server has a newer page; or the network is. Only who asked for something is told. */
function fail(): void {
  const asked = overlay.peek() !== null
  giveOverlaysUp()
  if (!asked) return
  const say = words()
  showToast(say.refused.unreachable, { action: { label: say.update.refresh, run: () => location.reload() } })
}
