import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { hueOf } from '#protocol/looks.ts'
import { Thumb } from '#web/files/late.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { firstWords } from '#web/kit/first-words.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { narrow } from '#web/kit/media.ts'
import { SidePanel } from '#web/kit/SidePanel.tsx'
import { formatTime } from '#web/kit/time.ts'
import { isFolded } from '#web/store/ignored.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { setPinned } from '#web/store/message-changes.ts'
import { pins, readPins, startPins } from '#web/store/pins.ts'
import { saidNow } from '#web/store/said-now.ts'
import { entered } from '#web/store/session.ts'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { localeTag, words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { guessLang } from './guess-lang.ts'
import { jumpTo } from './jump.ts'
import { placeInView } from './log-view.ts'

/** The pinned messages of the room, the newest pin first. */
export function PinsPanel() {
  const body = useRef<HTMLDivElement>(null)
  const { list, load } = pins.value
  useEffect(() => {
    startPins()
    void readPins()
  }, [])
  // The pin whose button had the focus is gone: the panel keeps it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) body.current?.focus()
  }, [list])
  return (
    <SidePanel
      title={words().actions.pins}
      close={words().close}
      onClose={closeSidePanel}
      aside={list && list.length > 0 && <span class="pins-count">{words().number(list.length)}</span>}
    >
      <div class="pins" ref={body} tabIndex={-1} aria-busy={load === 'busy'}>
        {load === 'failed' && <Failed />}
        {list?.length === 0 && <NoPins />}
        {list && list.length > 0 && (
          <ul class="pin-list">
            {list.map((line) => (
              <Pin key={line.seq} line={line} />
            ))}
          </ul>
        )}
      </div>
    </SidePanel>
  )
}

function Failed() {
  const say = toolWords().actions
  return (
    <div class="load-error" role="alert">
      <LateIcon name="cloud-alert" />
      <span>{say.notLoaded}</span>
      <button type="button" class="load-retry" onClick={() => void readPins()}>
        {say.retry}
      </button>
    </div>
  )
}

function NoPins() {
  const say = toolWords().actions
  return (
    <div class="no-pins">
      <LateIcon name="pin" size={28} />
      <p>{say.noPins}</p>
      <p class="no-pins-hint">{say.noPinsHint}</p>
    </div>
  )
}

function Pin({ line }: { line: ShownLine }) {
  const say = toolWords().actions
  const folded = isFolded(line)
  const text = folded ? words().actions.quoteIgnored : firstWords(saidNow(line))
  const pin = line.now?.pinned
  const go = () => {
    const from = placeInView()
    if (narrow.peek()) closeSidePanel()
    void jumpTo(line.seq, { from, focus: true })
  }
  return (
    <li class="pin">
      <button type="button" class="pin-message" title={say.goThere} onClick={go}>
        <span class={`pin-head hue-${hueOf(line.by.id)}`}>
          <Bowl look={line.by.look} size={24} />
          <bdi class="pin-name">{line.by.name}</bdi>
          <time dateTime={new Date(line.at).toISOString()}>{formatTime('shortDay', line.at, localeTag.value)}</time>
        </span>
        <span class={folded ? 'pin-text words-folded' : 'pin-text'} lang={guessLang(text)} dir="auto">
          {!folded && line.files && <Thumb files={line.files} />}
          {text}
        </span>
        {pin && (
          <span class="pin-note">{say.pinnedBy(pin.by.name, formatTime('shortDay', pin.at, localeTag.value))}</span>
        )}
      </button>
      {entered.value && (
        <button
          type="button"
          class="icon-button pin-off"
          aria-label={say.unpin}
          title={say.unpin}
          onClick={() => void setPinned(line.seq, false)}
        >
          <LateIcon name="pin-off" size={18} />
        </button>
      )}
    </li>
  )
}
