import { type Signal, signal } from '@preact/signals'
import type { Saying } from '#sdk/index.ts'
import type { Pending } from './outgoing.ts'

/** Own messages of the page's room whose files are still on their way, oldest first. What uploads them writes it (web/uploads). */
export const uploading: Signal<readonly Pending[]> = signal<readonly Pending[]>([])

/** What goes along with the words that are being written. */
export type Attached = {
  count: number
  /** Sends it with `body`, or without words. False while there is no room yet: keep the text. */
  send(body: string, saying: Saying): boolean
}

/** Null while nothing is attached. */
export const attached: Signal<Attached | null> = signal<Attached | null>(null)
