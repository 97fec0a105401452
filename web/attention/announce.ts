import { preferences } from '#web/store/preferences.ts'
import { politeText } from './regions.ts'

/** Tells a screen reader what became of its listener. */
export function announce(text: string): void {
  if (preferences.peek().announcer === 'off') return
  // The same words twice would be no change, and would not be heard.
  politeText.value = politeText.peek() === text ? `${text}\u00a0` : text
}
