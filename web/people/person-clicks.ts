import { knownPeople } from '#web/store/known-people.ts'
import { people } from '#web/store/people.ts'
import { showPerson } from '#web/store/person-card.ts'
import { me, roomInfo } from '#web/store/session.ts'
import { personIn } from './person-at.ts'

/** A press on somebody's bowl, name or mention in the log opens the card. The keyboard has it in the message's menu. */
export function startPersonClicks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return
    const found = personIn(event.target)
    // Somebody selects text: that is no press.
    if (!found || document.getSelection()?.isCollapsed === false) return
    const person = findPerson(found.id)
    if (person) showPerson(person, found.spot.getBoundingClientRect())
  })
}

function findPerson(id: string) {
  const mine = me.peek()
  if (mine?.id === id) return mine
  return (
    people.peek().list?.get(id) ?? roomInfo.peek()?.people?.find((one) => one.id === id) ?? knownPeople.peek().get(id)
  )
}
