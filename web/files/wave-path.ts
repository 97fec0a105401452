/** Loudness 0 to 31 as strokes of an outline: steps of 4 px in a height of 24, the quietest still a dot. */
export const WAVE_HEIGHT = 24
export const WAVE_STEP = 4
const LOUDEST = 31

export function wavePath(wave: readonly number[]): string {
  return wave
    .map((loud, at) => {
      const half = 1 + (Math.min(LOUDEST, Math.max(0, loud)) / LOUDEST) * (WAVE_HEIGHT / 2 - 2)
      const middle = WAVE_HEIGHT / 2
      return `M${at * WAVE_STEP + 2} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`
    })
    .join('')
}

/** As many steps as there is room for: each is the loudest of those that it stands for. */
export function fitWave(wave: readonly number[], steps: number): readonly number[] {
  if (wave.length <= steps) return wave
  return Array.from({ length: steps }, (_, at) => {
    const [from, to] = [Math.floor((at * wave.length) / steps), Math.ceil(((at + 1) * wave.length) / steps)]
    return Math.max(...wave.slice(from, to))
  })
}
