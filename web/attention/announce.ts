import { preferences } from '#web/store/preferences.ts'
import { politeText } from './regions.ts'
import { tell } from './tell.ts'

/** Tells a screen reader what became of its listener. */
export function announce(text: string): void {
  if (preferences.peek().announcer === 'off') return
  tell(politeText, text)
}
