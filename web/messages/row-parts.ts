import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { MessagePosted } from '#protocol/message-events.ts'

export type Forward = NonNullable<MessagePosted['fwd']>

/** What few rows have: whose words a forwarded message says, and who of a private chat has read an own one. */
export type RowParts = {
  Forwarded: ComponentType<{ fwd: Forward; reachable: boolean }>
  Receipts: ComponentType<{ seq: number }>
}

/** Null until it has come, when the page is idle (web/reading). */
export const rowParts: Signal<RowParts | null> = signal<RowParts | null>(null)
