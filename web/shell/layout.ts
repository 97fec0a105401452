import { type Signal, signal } from '@preact/signals'

/** The people column of a tablet is folded to a rail of bowls. */
export const railFolded: Signal<boolean> = signal(false)
/** The people sheet of a phone is open. */
export const sheetOpen: Signal<boolean> = signal(false)
