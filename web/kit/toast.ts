import { type Signal, signal } from '@preact/signals'

/** One at a time, 6 s. A refusal is told to a screen reader at once, the rest when it is idle. */
export type Toast = { id: number; text: string; tone: 'note' | 'refusal'; action?: { label: string; run: () => void } }

export const toast: Signal<Toast | null> = signal<Toast | null>(null)
let lastId = 0

export function showToast(text: string, more: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const { tone = 'note', action } = more
  lastId += 1
  toast.value = { id: lastId, text, tone, ...(action ? { action } : {}) }
}

export const hideToast = (): void => {
  toast.value = null
}
