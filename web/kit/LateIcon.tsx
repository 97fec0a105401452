import { Outline } from './Icon.tsx'
import { type AnyIconName, allIcons } from './late-icons.ts'

/** As `Icon`, for what is loaded when it is first used: its outlines come with it. */
export function LateIcon({ name, size = 20 }: { name: AnyIconName; size?: number }) {
  return <Outline path={allIcons[name]} size={size} />
}
