import { limits } from '#protocol/limits.ts'

/** Quieter than this is silence, in decibels below the loudest that can be. */
const SILENCE_DB = -54
const MOST_STEP = 31

/** From 0 to 1, as ears have it, of samples between -1 and 1. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const root = Math.sqrt(sum / Math.max(1, samples.length))
  const db = 20 * Math.log10(Math.max(root, 1e-9))
  return Math.min(1, Math.max(0, 1 - db / SILENCE_DB))
}

/** The picture of a voice: at most 64 steps from 0 to 31, the loudest of them at the top. */
export function waveOf(levels: readonly number[]): readonly number[] {
  const count = Math.min(limits.waveSteps, levels.length)
  const most = Math.max(...levels, 0.05)
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count)
    const part = levels.slice(from, Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count)))
    return Math.round((Math.max(...part) / most) * MOST_STEP)
  })
}
