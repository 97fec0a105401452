import { computed, type ReadonlySignal } from '@preact/signals'
import type { Person } from '#protocol/people.ts'
import { me, ownRole, roomInfo } from '#web/store/session.ts'

/** The reader may remove and ban in the room of the page: its owner, or the installation's where it is not private. */
export const governs: ReadonlySignal<boolean> = computed(() => {
  const info = roomInfo.value
  if (!info || info.kind === 'chat' || !me.value?.entered) return false
  return ownRole.value === 'owner' || (me.value.owner === true && info.access !== 'private')
})

/** Whom the reader may remove and ban: nobody acts on the owner of a room, nor on oneself. */
export const mayPutOut = ({ id }: Pick<Person, 'id'>): boolean =>
  governs.value && id !== me.value?.id && id !== roomInfo.value?.owner?.id
