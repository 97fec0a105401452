import { useId } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { words } from '#web/words/index.ts'

type BowlPickerProps = { bowls: readonly number[]; look: number; onPick: (look: number) => void }

/** Five bowls as one group of radio buttons: one tab stop, arrows choose. */
export function BowlPicker({ bowls, look, onPick }: BowlPickerProps) {
  const group = useId()
  const say = words().enter
  return (
    <fieldset class="bowl-picker">
      <legend class="hidden">{say.bowls}</legend>
      {bowls.map((one, at) => (
        <label key={one} class="bowl-choice">
          <input
            type="radio"
            class="covering"
            name={group}
            checked={one === look}
            aria-label={say.bowl(at + 1)}
            onChange={() => onPick(one)}
          />
          <Bowl look={one} size={44} />
        </label>
      ))}
    </fieldset>
  )
}
