import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'

/** What asks whether to notify; null until somebody has spoken to the reader. */
export const question: Signal<ComponentType | null> = signal<ComponentType | null>(null)
