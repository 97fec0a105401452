import { Guard } from './Guard.tsx'
import { extrasOf, type SlotName } from './slots.ts'

/** What late parts have put into a place of the page; `from`: those of this order and after. */
export function Extras({ slot, from = 0 }: { slot: SlotName; from?: number }) {
  const shown = extrasOf(slot).value.filter(({ order }) => order >= from)
  return (
    <>
      {shown.map(({ key, Part }) => (
        <Guard key={key}>
          <Part />
        </Guard>
      ))}
    </>
  )
}
