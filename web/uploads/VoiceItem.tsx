import { useEffect, useRef, useState } from 'preact/hooks'
import { clockText } from '#protocol/files-text.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { uploadWords } from '#web/words/uploads.ts'
import type { Item } from './item.ts'
import { Wave } from './Wave.tsx'

/** A voice that was recorded, to be heard before it goes. */
export function VoiceItem({ item }: { item: Item }) {
  const say = uploadWords()
  const sound = useRef<HTMLAudioElement | null>(null)
  const [plays, setPlays] = useState(false)
  const [part, setPart] = useState(0)
  const { duration_ms: ms = 0, wave = [] } = item.voice ?? {}
  useEffect(() => () => sound.current?.pause(), [])
  const play = () => {
    sound.current ??= player()
    if (plays) sound.current.pause()
    else sound.current.play().catch(() => setPlays(false))
  }
  const player = () => {
    const made = new Audio(item.url ?? '')
    made.onplay = () => setPlays(true)
    made.onpause = () => setPlays(false)
    made.ontimeupdate = () => setPart(Math.min(1, (made.currentTime * 1_000) / Math.max(1, ms)))
    made.onended = () => setPart(0)
    return made
  }
  const time = clockText(ms)
  return (
    <>
      <button
        type="button"
        class="tray-icon tray-play"
        aria-label={`${plays ? say.pause : say.listen}, ${say.voice(time)}`}
        onClick={play}
      >
        <LateIcon name={plays ? 'pause' : 'play'} size={18} />
      </button>
      <Wave levels={wave.map((step) => step / 31)} played={part} />
      <span class="tray-size">{time}</span>
    </>
  )
}
