/** A tone as a bowl gives it when it is touched: a note and a thin overtone of it, both dying away. Times are seconds. */
type Note = { hertz: number; atS: number; lengthS: number; loudness: number }

const tones: Readonly<Record<'mention' | 'message', readonly Note[]>> = {
  mention: [
    { hertz: 880, atS: 0, lengthS: 0.45, loudness: 0.1 },
    { hertz: 1318.5, atS: 0.11, lengthS: 0.7, loudness: 0.1 },
  ],
  message: [{ hertz: 659.3, atS: 0, lengthS: 0.3, loudness: 0.06 }],
}
const OVERTONE = 2.76
const OVERTONE_SHARE = 0.18
/** Rises this fast: at once would click. */
const ATTACK_S = 0.006
/** A tone that could not begin by now is not played: it would tell of what is long past. */
const LATEST_MS = 500

let context: AudioContext | null = null

/**
 * Plays a tone. Before a person has touched the page browsers let nothing sound; then nothing is played, and nothing is put
 * by for later.
 */
export async function play(tone: keyof typeof tones): Promise<void> {
  if (navigator.userActivation?.hasBeenActive === false || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state !== 'running' && !(await wakes(context))) return
  sound(context, tones[tone])
}

async function wakes(audio: AudioContext): Promise<boolean> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LATEST_MS))
  await Promise.race([audio.resume().catch(() => undefined), late])
  return audio.state === 'running'
}

function sound(audio: AudioContext, notes: readonly Note[]): void {
  const out = audio.createGain()
  out.connect(audio.destination)
  const endS = Math.max(...notes.map((note) => strike(audio, out, note)))
  // At rest it costs no power; the next tone wakes it.
  setTimeout(
    () => {
      out.disconnect()
      void audio.suspend().catch(() => undefined)
    },
    (endS - audio.currentTime) * 1_000 + 200,
  )
}

/** Time of its end. */
function strike(audio: AudioContext, out: AudioNode, { hertz, atS, lengthS, loudness }: Note): number {
  const startS = audio.currentTime + 0.02 + atS
  const endS = startS + lengthS
  const partials = [
    { frequency: hertz, share: 1, untilS: endS },
    { frequency: hertz * OVERTONE, share: OVERTONE_SHARE, untilS: startS + lengthS / 3 },
  ]
  for (const { frequency, share, untilS } of partials) {
    const wave = new OscillatorNode(audio, { frequency })
    const gain = new GainNode(audio, { gain: 0 })
    gain.gain.setValueAtTime(0, startS)
    gain.gain.linearRampToValueAtTime(loudness * share, startS + ATTACK_S)
    gain.gain.exponentialRampToValueAtTime(0.0001, untilS)
    wave.connect(gain).connect(out)
    wave.start(startS)
    wave.stop(untilS)
  }
  return endS
}
