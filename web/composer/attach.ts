import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'

/** What stands above the text: what goes along with it. Null until it has come, when the page is idle (web/uploads). */
export const attachTray: Signal<ComponentType | null> = signal<ComponentType | null>(null)
/** The button that was pressed: a menu opens beside it as soon as there is one. */
export const attachAsked: Signal<HTMLElement | null> = signal<HTMLElement | null>(null)
