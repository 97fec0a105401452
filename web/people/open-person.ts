import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { Person } from '#protocol/people.ts'
import { offerReload } from '#web/store/offer-reload.ts'
import { hidePerson, showPerson } from '#web/store/person-card.ts'
import { closeSidePanel, toggleSidePanel } from '#web/store/side-panel.ts'

const panel: Signal<ComponentType | null> = signal<ComponentType | null>(null)
/** The panel of members, once it is there. */
export const membersPanel: ReadonlySignal<ComponentType | null> = panel

async function load(): Promise<void> {
  const { startLate, MembersPanel } = await import('./late.ts')
  panel.value = MembersPanel
  startLate()
}

/** What one can do with people comes when the page is idle, or with the first card. */
export const startPersons = (): void => void load().catch(() => undefined)

/** Opens the card of a person beside what was pressed. */
export function openPerson(person: Person, at: DOMRect): void {
  showPerson(person, at)
  load().catch(() => {
    hidePerson()
    offerReload()
  })
}

/** Opens the panel of members, or closes it. */
export function openMembers(): void {
  toggleSidePanel('members')
  load().catch(() => {
    closeSidePanel()
    offerReload()
  })
}
