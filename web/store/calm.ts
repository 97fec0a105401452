import { computed, type ReadonlySignal } from '@preact/signals'
import { lessMotion } from '#web/kit/media.ts'
import { preferences } from './preferences.ts'

/** Whether what moves by itself has to rest until somebody wants it: by the system's setting, or by the page's own. */
export const wantsCalm: ReadonlySignal<boolean> = computed(
  () => lessMotion.value || preferences.value.motion === 'reduced',
)
