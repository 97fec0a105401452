import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { Target } from '#web/store/writing-target.ts'

/** What stands above the text of an answer or an edit; null until it has come (late.ts). */
export const strip: Signal<ComponentType<{ now: Target; onCancel: () => void }> | null> = signal<ComponentType<{
  now: Target
  onCancel: () => void
}> | null>(null)
