import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { FilesView } from '#web/files/index.ts'
import type { Row } from './rows.ts'

export type Forward = NonNullable<MessagePosted['fwd']>

/** What few rows have: whose words a forwarded message says, and who of a private chat has read an own one. */
export type RowParts = {
  Forwarded: ComponentType<{ fwd: Forward; reachable: boolean }>
  Receipts: ComponentType<{ seq: number }>
}

/** Null until it has come, when the page is idle (web/reading). */
export const rowParts: Signal<RowParts | null> = signal<RowParts | null>(null)

/** An own message whose files are on their way: how far they are; and below it, where one failed, what one can do. */
export type UploadView = FilesView & {
  FailedUpload: ComponentType<{ cid: string; reachable: boolean }>
  /** Puts the files of a message that was refused back beside the text. */
  giveBack(cid: string): void
}

/** Null until it has come (web/uploads). */
export const uploadView: Signal<UploadView | null> = signal<UploadView | null>(null)

export type CardsProps = { row: Row; own: boolean; reachable: boolean }

/** What the pages behind the links of a message say. Null until it has come (web/cards). */
export const cardsView: Signal<ComponentType<CardsProps> | null> = signal<ComponentType<CardsProps> | null>(null)
