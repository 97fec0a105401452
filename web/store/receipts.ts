import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { client, inRoom, onRoomLeft } from '#web/store/session.ts'

/** How far the others of a private chat have read, by their ids. */
export type Receipts = ReadonlyMap<string, number>

const state: Signal<{ room: string; read: Receipts } | null> = signal<{ room: string; read: Receipts } | null>(null)
/** Of the chat that was told of last; null: nothing is known. */
export const receipts: ReadonlySignal<{ room: string; read: Receipts } | null> = state

/** Listens from the start: how it stands is told once, right after a join. */
export function startReceipts(): void {
  const forget = () => {
    state.value = null
  }
  onRoomLeft(forget)
  // It may be another log, where the numbers mean other messages; how it stands there is told after this.
  inRoom({ snapshot: forget })
  effect(() =>
    client.value?.onPush(([, kind, body]) => {
      if (kind !== 'receipts') return
      const before = state.peek()
      const read = new Map(before?.room === body.room ? before.read : [])
      // Marks only go forward (P-34), in whatever order they are told.
      for (const [id, seq] of Object.entries(body.read)) read.set(id, Math.max(seq, read.get(id) ?? 0))
      state.value = { room: body.room, read }
    }),
  )
}
