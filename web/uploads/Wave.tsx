const HEIGHT = 32
const STEP = 3

/** Bars of loudness from 0 to 1, centred. `played`: the part of them that was heard. */
export function Wave({ levels, played = 0 }: { levels: readonly number[]; played?: number }) {
  const width = Math.max(1, levels.length) * STEP
  const bar = (level: number, at: number): string => {
    const height = Math.max(2, level * HEIGHT)
    return `M${at * STEP + 1} ${(HEIGHT - height) / 2}v${height}`
  }
  const heard = Math.round(levels.length * played)
  return (
    <svg class="voice-wave" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="voice-heard" d={levels.slice(0, heard).map(bar).join('')} />
      <path d={levels.map((level, at) => (at < heard ? '' : bar(level, at))).join('')} />
    </svg>
  )
}
