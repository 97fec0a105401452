import { type Signal, signal, useSignalEffect } from '@preact/signals'
import type { ComponentType } from 'preact'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { offerReload } from '#web/store/offer-reload.ts'
import { closeRooms, roomMenu, roomsView } from './rooms-view.ts'

const loaded: Signal<ComponentType | null> = signal<ComponentType | null>(null)
let coming: Promise<void> | null = null

/** Brings what opens and how it looks. Called as soon as somebody might open it: then it is there at once. */
export function prepareRooms(): Promise<void> {
  coming ??= Promise.all([import('./RoomsView.tsx'), loadLateStyles()]).then(
    ([{ RoomsView }]) => {
      loaded.value = RoomsView
    },
    (error: unknown) => {
      coming = null
      throw error
    },
  )
  return coming
}

/** The place of all that this part opens. */
export function Rooms() {
  useSignalEffect(() => {
    if (roomsView.value || roomMenu.value) prepareRooms().catch(giveUp)
  })
  const View = loaded.value
  return View && <View />
}

function giveUp(): void {
  closeRooms()
  offerReload()
}
