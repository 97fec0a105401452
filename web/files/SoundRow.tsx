import { useComputed } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import { clockText } from '#protocol/files-text.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { filesWords } from '#web/words/files.ts'
import { localeTag, words } from '#web/words/index.ts'
import { FileName } from './FileName.tsx'
import { nextSpeed, playing, seekTo, speed, togglePlaying } from './playing.ts'
import { fitWave, WAVE_HEIGHT, WAVE_STEP, wavePath } from './wave-path.ts'

type Props = { file: File; seq: number | null; reachable: boolean }

/** Steps of a waveform that have room in a message. */
const MOST_STEPS = 36

/** A player of one line: play, place, time, speed. The keys of its slider move in it. */
export function SoundRow({ file, seq, reachable }: Props) {
  const say = filesWords()
  const now = useComputed(() => (playing.value?.id === file.id ? playing.value : null)).value
  const length = now?.length || (file.duration_ms ?? 0) / 1_000
  const at = now?.at ?? 0
  const name = file.kind === 'voice' ? say.voice : file.name
  const plays = now?.state === 'plays' || now?.state === 'coming'
  const tabIndex = reachable ? 0 : -1
  return (
    <div class={`sound sound-${file.kind}`}>
      <button
        type="button"
        class="sound-play"
        tabIndex={tabIndex}
        aria-label={plays ? say.pause(name) : say.play(name)}
        onClick={() => togglePlaying(file, seq)}
      >
        <LateIcon name={plays ? 'pause' : 'play'} />
      </button>
      <div class="sound-words">
        {file.kind === 'audio' && <FileName name={file.name} />}
        {now?.state === 'failed' ? (
          <span class="sound-failed" role="status">
            {say.notPlayed}
          </span>
        ) : (
          <Slider file={file} seq={seq} at={at} length={length} tabIndex={tabIndex} />
        )}
        <span class="sound-foot">
          <span class="sound-time">{timeText(file, at, length)}</span>
          {now && (
            <button
              type="button"
              class="sound-speed"
              tabIndex={tabIndex}
              aria-label={say.speed(words().number(speed.value))}
              onClick={nextSpeed}
            >
              {words().number(speed.value)}×
            </button>
          )}
        </span>
      </div>
    </div>
  )
}

/** What is left of it. Some programs write no length: then it is known when the sound has come. */
function timeText({ bytes }: File, at: number, length: number): string {
  if (length === 0) return at > 0 ? clockText(at * 1_000) : formatBytes(bytes, localeTag.value)
  return clockText((at > 0 ? Math.max(0, length - at) : length) * 1_000)
}

type SliderProps = { file: File; seq: number | null; at: number; length: number; tabIndex: number }

function Slider({ file, seq, at, length, tabIndex }: SliderProps) {
  const say = filesWords()
  const part = length > 0 ? Math.min(1, at / length) : 0
  const steps = file.wave ? fitWave(file.wave, MOST_STEPS) : null
  return (
    <span class="sound-slider" style={{ '--part': `${part * 100}%` }}>
      {steps && <Wave steps={steps} />}
      <input
        type="range"
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={at}
        tabIndex={tabIndex}
        aria-label={say.seek}
        aria-valuetext={say.at(clockText(at * 1_000), clockText(length * 1_000))}
        onInput={({ currentTarget }) => seekTo(file, seq, Number(currentTarget.value))}
      />
    </span>
  )
}

/** Drawn twice: what was heard lies over the whole. */
function Wave({ steps }: { steps: readonly number[] }) {
  const path = wavePath(steps)
  const box = `0 0 ${steps.length * WAVE_STEP} ${WAVE_HEIGHT}`
  return (
    <>
      <svg class="wave" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        <path d={path} />
      </svg>
      <svg class="wave wave-heard" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        <path d={path} />
      </svg>
    </>
  )
}
