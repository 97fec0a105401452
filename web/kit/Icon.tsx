import { type IconName, icons } from './icons.ts'

/** An outline of 20 px beside words that say the same: hidden from a screen reader. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return <Outline path={icons[name]} size={size} />
}

/** The same, for outlines that are loaded with what needs them. */
export function Outline({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
