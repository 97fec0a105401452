import { type Signal, signal } from '@preact/signals'
import { onRoomLeft, roomName } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { target } from '#web/store/writing-target.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { nextKey } from './item.ts'
import { addItems, isFull, refuse, tray } from './tray.ts'
import { loudnessOf, waveOf } from './wave.ts'

export type Recording = {
  elapsedMs: Signal<number>
  /** Loudness from 0 to 1, the newest last: as many as are shown, from the first moment on. */
  levels: Signal<readonly number[]>
  /** It goes into the tray of the room where it was begun. */
  stop(): void
  drop(): void
}

export const recording: Signal<Recording | null> = signal<Recording | null>(null)

export const MOST_MINUTES = 10
const LOOK_MS = 100
const SHOWN_LEVELS = 32
const silence: readonly number[] = Array.from({ length: SHOWN_LEVELS }, () => 0)
/** Speech is good at this: 10 minutes are 2.4 MB. */
const BITS_PER_SECOND = 32_000

/** What browsers can write and all of the baseline can play, the best first. */
const formats = [
  { type: 'audio/webm;codecs=opus', ending: 'webm' },
  { type: 'audio/mp4', ending: 'm4a' },
  { type: 'audio/ogg;codecs=opus', ending: 'ogg' },
] as const

const formatHere = () =>
  typeof MediaRecorder === 'undefined' ? undefined : formats.find(({ type }) => MediaRecorder.isTypeSupported(type))

/** False where the browser cannot, as on a page without https. */
export const canRecord = (): boolean =>
  formatHere() !== undefined && typeof navigator.mediaDevices?.getUserMedia === 'function'

/** Asks for the microphone, and records until it is stopped. What goes wrong is said. */
export async function startRecording(): Promise<void> {
  const say = uploadWords()
  const format = formatHere()
  if (!format || recording.peek()) return
  if (target.peek()?.kind === 'edit') return refuse(say.notWhileEditing)
  // What could not be kept is not begun.
  if (isFull()) return refuse(say.tooMany(tray.peek().length, 1))
  const inRoom = roomName.peek()
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    // Asking may have taken its time: somebody else may be here, or another room.
    if (recording.peek() || roomName.peek() !== inRoom) return endStream(stream)
    record(stream, format, inRoom)
  } catch (error) {
    refuse(whyNot(error))
  }
}

function whyNot(error: unknown): string {
  const say = uploadWords()
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return say.microphoneRefused
  return name === 'NotFoundError' ? say.noMicrophone : say.microphoneBusy
}

function endStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

type Format = (typeof formats)[number]

function record(stream: MediaStream, { type, ending }: Format, inRoom: string): void {
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND })
  const fromMs = performance.now()
  const listening = listen(stream)
  const levels = signal<readonly number[]>(silence)
  const elapsedMs = signal(0)
  const heard: number[] = []
  const chunks: Blob[] = []
  let wanted = true
  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const timer = setInterval(() => {
    elapsedMs.value = performance.now() - fromMs
    heard.push(listening.loudness())
    levels.value = [...silence, ...heard.slice(-SHOWN_LEVELS)].slice(-SHOWN_LEVELS)
    if (elapsedMs.peek() < MOST_MINUTES * 60_000) return
    stop()
    // What has the focus goes away.
    focusComposer.run()
    refuse(uploadWords().longEnough(MOST_MINUTES))
  }, LOOK_MS)
  recorder.ondataavailable = ({ data }) => void chunks.push(data)
  recorder.onstop = () => {
    clearInterval(timer)
    listening.stop()
    endStream(stream)
    recording.value = null
    const blob = new Blob(chunks, { type: type.split(';')[0] ?? type })
    if (wanted && blob.size > 0) keep(blob, ending, { ms: performance.now() - fromMs, heard, inRoom })
  }
  // The microphone was pulled out, or the browser took it away.
  for (const track of stream.getTracks()) track.onended = stop
  recorder.start(1_000)
  const drop = () => {
    wanted = false
    stop()
  }
  recording.value = { elapsedMs, levels, stop, drop }
}

type Heard = { ms: number; heard: readonly number[]; inRoom: string }

function keep(blob: Blob, ending: string, { ms, heard, inRoom }: Heard): void {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const item = {
    key: nextKey(),
    blob,
    name: `voice-${stamp}.${ending}`,
    kind: 'voice' as const,
    url: URL.createObjectURL(blob),
    alt: '',
    voice: { duration_ms: Math.round(ms), wave: [...waveOf(heard)] },
  }
  addItems([item], inRoom)
}

/** How loud it is, at the moment of asking. */
function listen(stream: MediaStream): { loudness(): number; stop(): void } {
  const context = new AudioContext()
  const ear = context.createAnalyser()
  ear.fftSize = 1024
  context.createMediaStreamSource(stream).connect(ear)
  const samples = new Float32Array(ear.fftSize)
  return {
    loudness: () => {
      ear.getFloatTimeDomainData(samples)
      return loudnessOf(samples)
    },
    stop: () => void context.close(),
  }
}

/** A recording belongs to the room where it was begun: it waits there in the tray. */
export function startRecordingAway(): void {
  onRoomLeft(() => recording.peek()?.stop())
}
