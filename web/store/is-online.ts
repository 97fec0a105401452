import { computed, type ReadonlySignal } from '@preact/signals'
import { status } from './session.ts'

/** Whether the line stands. What did not come while it did not is asked for again when it is back. */
export const isOnline: ReadonlySignal<boolean> = computed(() => status.value?.name === 'online')
