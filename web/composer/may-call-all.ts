import { computed, type ReadonlySignal } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import { people } from '#web/store/people.ts'
import { me, ownRole, roomInfo } from '#web/store/session.ts'

/** Whether the server would let one call everybody here (T-51): whoever governs the room, others where not too many are. */
export const mayCallAll: ReadonlySignal<boolean> = computed(() => {
  const info = roomInfo.value
  if (!info || info.archived) return false
  if (info.kind === 'chat') return (info.people?.length ?? 0) > 2
  const governs = ownRole.value === 'owner' || (me.value?.owner === true && info.access !== 'private')
  return governs || people.value.count <= limits.mentionAllPeople
})
