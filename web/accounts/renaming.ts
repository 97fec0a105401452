import { type Signal, signal } from '@preact/signals'

/** The dialog for another name and bowl is open. */
export const renaming: Signal<boolean> = signal(false)

export const openRename = (): void => {
  renaming.value = true
}
