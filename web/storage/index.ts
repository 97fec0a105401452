import { type Signal, signal } from '@preact/signals'
import { type ComponentType, h } from 'preact'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { addExtra } from '#web/kit/slots.ts'
import { offerReload } from '#web/store/offer-reload.ts'

const open: Signal<ComponentType<{ onClose: () => void }> | null> = signal<ComponentType<{
  onClose: () => void
}> | null>(null)
const close = () => {
  open.value = null
}
let hasPlace = false

/** Shows what files take. It comes from the server when somebody asks for it. */
export async function openStorage(): Promise<void> {
  try {
    const [{ StorageDialog }] = await Promise.all([import('./StorageDialog.tsx'), loadLateStyles()])
    if (!hasPlace) addExtra('page', 1, StoragePlace)
    hasPlace = true
    open.value = StorageDialog
  } catch {
    offerReload()
  }
}

function StoragePlace() {
  return open.value && h(open.value, { onClose: close })
}
