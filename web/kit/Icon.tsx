import { type IconName, icons } from './icons.ts'

/** An outline of 20 px beside words that say the same: hidden from a screen reader. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  )
}
