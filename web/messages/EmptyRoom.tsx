import { useComputed } from '@preact/signals'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Extras } from '#web/kit/Extras.tsx'
import { people } from '#web/store/people.ts'
import { me } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'

/** Who is here, before anybody has said anything; and how others come. */
export function EmptyRoom() {
  const bowls = useComputed(() => {
    const here = [...(people.value.list?.values() ?? [])].map((person) => ({ id: person.id, look: person.look }))
    const mine = me.value
    const all = mine && !here.some((one) => one.id === mine.id) ? [...here, { id: mine.id, look: mine.look }] : here
    return all.slice(0, 3)
  })
  return (
    <div class="empty-room">
      <div class="empty-bowls">
        {bowls.value.map((one) => (
          <Bowl key={one.id} look={one.look} size={44} />
        ))}
      </div>
      <p>{words().log.empty}</p>
      <Extras slot="alone" />
    </div>
  )
}
