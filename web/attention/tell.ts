import type { Signal } from '@preact/signals'
import { sayOverDialogs } from '#web/kit/say-over-dialogs.ts'
import { urgentText } from './regions.ts'

/** Says it in one of the regions. The same words twice would be no change, and a screen reader would not hear them. */
export function tell(region: Signal<string>, text: string): void {
  region.value = region.peek() === text ? `${text}\u00a0` : text
  sayOverDialogs(text, region === urgentText ? 'high' : 'normal')
}
