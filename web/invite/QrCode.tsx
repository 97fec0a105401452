import { useMemo } from 'preact/hooks'
import { codeOf } from './qr-path.ts'

/** Light on every side of the code; readers look for it (ISO 18004: 4 modules). */
const QUIET = 4

/** A text as a code for cameras: dark on light in every theme, since some read no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => codeOf(text), [text])
  const from = -QUIET
  const across = size + 2 * QUIET
  return (
    <svg class="qr-code" viewBox={`${from} ${from} ${across} ${across}`} role="img" aria-label={label}>
      <path d={path} shape-rendering="crispEdges" />
    </svg>
  )
}
