import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import { sessionToken } from '#web/store/begin-session.ts'
import { browserStore } from '#web/store/drafts.ts'
import { isErased } from '#web/store/lines.ts'
import { onRoomLeft } from '#web/store/session.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { addressOf, fetchFile } from './file-address.ts'
import { nextVoice } from './next-voice.ts'

/** A sound that plays, or was stopped on its way. Seconds. */
export type Playing = { id: string; at: number; length: number; state: 'coming' | 'plays' | 'rests' | 'failed' }

const now: Signal<Playing | null> = signal<Playing | null>(null)
/** There is one at most: another one takes its place. */
export const playing: ReadonlySignal<Playing | null> = now
const speeds: readonly number[] = [1, 1.5, 2]
const SPEED_KEY = 'teahouse speed'
const speedNow: Signal<number> = signal(readSpeed())
/** The same for all sounds, and remembered. */
export const speed: ReadonlySignal<number> = speedNow

let element: HTMLAudioElement | null = null
let current: { file: File; seq: number | null } | null = null
/** The address of what plays; one that was made here is given back when another one takes its place. */
let made = ''

function readSpeed(): number {
  const kept = Number(browserStore()?.getItem(SPEED_KEY))
  return speeds.find((one) => one === kept) ?? 1
}

export function nextSpeed(): void {
  const at = speeds.indexOf(speedNow.peek())
  const next = speeds[(at + 1) % speeds.length] ?? 1
  speedNow.value = next
  if (element) element.playbackRate = next
  try {
    browserStore()?.setItem(SPEED_KEY, String(next))
  } catch {
    // Full: it holds for this visit.
  }
}

/** Plays a sound from its beginning or from where it rests, or lets it rest. */
export function togglePlaying(file: File, seq: number | null): void {
  const here = now.peek()
  if (here?.id !== file.id || here.state === 'failed') void begin(file, seq)
  else if (here.state === 'plays') element?.pause()
  else if (here.state === 'rests') void element?.play().catch(fail)
}

/** Goes to a place of a sound; one that is not the current one begins there. */
export function seekTo(file: File, seq: number | null, seconds: number): void {
  if (now.peek()?.id === file.id && element) {
    element.currentTime = seconds
    change({ at: seconds })
  } else void begin(file, seq, seconds)
}

/** Something else is to be heard: `but` goes on. */
export function stopSounds(but?: HTMLMediaElement): void {
  if (element && element !== but) element.pause()
  for (const video of document.querySelectorAll('video')) if (video !== but) video.pause()
}

const change = (part: Partial<Playing>): void => {
  const here = now.peek()
  if (here) now.value = { ...here, ...part }
}

const fail = (): void => change({ state: 'failed' })

async function begin(file: File, seq: number | null, from = 0): Promise<void> {
  const sound = prepare()
  sound.pause()
  stopSounds(sound)
  current = { file, seq }
  now.value = { id: file.id, at: from, length: (file.duration_ms ?? 0) / 1_000, state: 'coming' }
  try {
    const address = await soundAddress(file.id)
    if (current?.file.id !== file.id) return URL.revokeObjectURL(address)
    URL.revokeObjectURL(made)
    made = address
    sound.src = address
    sound.playbackRate = speedNow.peek()
    if (from > 0) sound.currentTime = from
    await sound.play()
  } catch (error) {
    // Another one was begun before this one was.
    if (current?.file.id === file.id && !(error instanceof DOMException && error.name === 'AbortError')) fail()
  }
}

/** Without a cookie the page brings the bytes itself (file-address.ts). */
const soundAddress = async (id: string): Promise<string> =>
  sessionToken() === undefined ? addressOf(id, 'whole') : URL.createObjectURL(await fetchFile(id, 'whole'))

function prepare(): HTMLAudioElement {
  if (element) return element
  const sound = new Audio()
  sound.preload = 'auto'
  sound.addEventListener('timeupdate', () => change({ at: sound.currentTime }))
  sound.addEventListener('durationchange', () => {
    if (Number.isFinite(sound.duration)) change({ length: sound.duration })
  })
  sound.addEventListener('play', () => change({ state: 'plays' }))
  sound.addEventListener('pause', () => now.peek()?.state === 'plays' && change({ state: 'rests' }))
  sound.addEventListener('ended', ended)
  sound.addEventListener('error', fail)
  onRoomLeft(stopPlaying)
  effect(() => {
    const line = now.value && current && heldLines.value.get(current.seq ?? 0)
    if (line && isErased(line)) stopPlaying()
  })
  element = sound
  return sound
}

/** A voice leads to the next one of the same person. */
function ended(): void {
  const next = current && nextVoice(current.file, current.seq)
  if (next) void begin(next.file, next.seq)
  else change({ at: 0, state: 'rests' })
}

/** It belongs to its room, and to a message that is there. */
export function stopPlaying(): void {
  batch(() => {
    current = null
    now.value = null
  })
  element?.pause()
}
