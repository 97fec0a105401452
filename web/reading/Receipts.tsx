import { useComputed } from '@preact/signals'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { readingWords } from '#web/words/reading.ts'
import { readersAt } from './readers.ts'

/** More bowls than this in a row are no picture any more. */
const MOST_BOWLS = 5

/** Under an own message of a private chat: who has read up to it and no further. */
export function Receipts({ seq }: { seq: number }) {
  const readers = useComputed(() => readersAt.value.get(seq)).value
  if (!readers) return null
  const say = readingWords().receipts
  const { people, several } = readers
  if (!several) {
    return (
      <p class="receipts">
        <Icon name="check" size={14} />
        {say.read}
      </p>
    )
  }
  const label = say.readBy(people.map(({ name }) => name))
  return (
    <p class="receipts" title={label}>
      <span class="hidden">{label}</span>
      {people.slice(0, MOST_BOWLS).map(({ id, look }) => (
        <Bowl key={id} look={look} size={16} />
      ))}
      {people.length > MOST_BOWLS && <span aria-hidden="true">+{people.length - MOST_BOWLS}</span>}
    </p>
  )
}
