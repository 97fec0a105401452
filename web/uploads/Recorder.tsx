import { useEffect, useRef } from 'preact/hooks'
import { clockText } from '#protocol/files-text.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { uploadWords } from '#web/words/uploads.ts'
import type { Recording } from './recording.ts'
import { Wave } from './Wave.tsx'

/** A voice while it is recorded: how long, how loud, and the two ways to end it. */
export function Recorder({ now }: { now: Recording }) {
  const say = uploadWords()
  const done = useRef<HTMLButtonElement>(null)
  useEffect(() => done.current?.focus(), [])
  const end = (how: 'stop' | 'drop') => {
    now[how]()
    focusComposer.run()
  }
  const hear = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    end('drop')
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would have a frame of its own.
    <div class="recorder" role="group" aria-label={say.recording} onKeyDown={hear}>
      <i class="recorder-dot" aria-hidden="true" />
      <span class="recorder-time" role="timer" aria-label={say.recording}>
        {clockText(now.elapsedMs.value)}
      </span>
      <Wave levels={now.levels.value} />
      <button type="button" class="recorder-button" onClick={() => end('drop')}>
        {say.dropRecording}
      </button>
      <button type="button" class="recorder-button recorder-done" ref={done} onClick={() => end('stop')}>
        <LateIcon name="square" size={14} />
        {say.stopRecording}
      </button>
    </div>
  )
}
