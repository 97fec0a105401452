import { effect } from '@preact/signals'
import type { Waiting } from '#web/store/room-levels.ts'
import { words } from '#web/words/index.ts'
import { titleMark } from './title.ts'
import { waiting } from './waiting.ts'

/** What waits, before the title: of it what is for the reader, then all; never more than 99+, and with a plus where it is at least so many. */
export function marksOf({ count, forMe, atLeast }: Waiting, number: (count: number) => string): string {
  const capped = (some: number, plus = '') => (some > 99 ? '99+' : number(some) + plus)
  return [
    ...(forMe > 0 ? [`@${capped(forMe)}`] : []),
    ...(count > forMe ? [capped(count, atLeast ? '+' : '')] : []),
  ].join(' · ')
}

/** The number of messages that wait stands before the title, those for the reader apart. */
export function startTitleMark(): void {
  effect(() => {
    const now = waiting.value
    // In a hurry it is the same text most of the time (99+): then nobody is told.
    titleMark.value = now.count > 0 ? `(${marksOf(now, words().number)}) ` : ''
  })
}
