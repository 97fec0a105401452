import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Locale } from '#protocol/people.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { narrow } from '#web/kit/media.ts'
import { readPacks } from '#web/packs/index.ts'
import { language } from '#web/store/preferences.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { EmojiFoot } from './EmojiFoot.tsx'
import { EmojiGrid } from './EmojiGrid.tsx'
import { EmojiSearch } from './EmojiSearch.tsx'
import { EmojiTabs } from './EmojiTabs.tsx'
import { recallEmoji, rememberEmoji } from './emoji-memory.ts'
import { loadEmoji, loadedEmoji, loadSearch, readySearch } from './emoji-store.ts'
import { LargePicture } from './LargePicture.tsx'
import { useKeyCloser } from './look-closer.ts'
import { remembered, type ShownPicture } from './pack-sections.ts'
import type { EmojiPanelProps, EmojiRequest } from './panel-place.ts'
import { createPanel } from './panel-state.ts'
import { placePanel } from './place-panel.ts'
import { sendSticker } from './send-sticker.ts'
import { showBeside } from './show-beside.ts'

const GAP_PX = 8
const READY_AFTER_MS = 50

/** The panel: a dialog beside its anchor, on a phone a sheet from below. */
export function EmojiPanel({ request, onEnd }: EmojiPanelProps) {
  const [panel] = useState(() => {
    recallEmoji()
    return createPanel(request.packs === true)
  })
  const titleId = useId()
  const search = useRef<HTMLInputElement>(null)
  const { failed, load } = useLists(language.value)
  usePacks(panel.offersPacks)
  useKeyCloser(panel)
  const at = usePlace(request)
  const pick = (cell: number) => {
    const shown = panel.cells.peek()[cell]
    if (shown?.kind === 'picture') {
      rememberEmoji(remembered(shown))
      pickPicture(shown, onEnd)
      return
    }
    const one = shown && loadedEmoji.peek().list[shown.at]
    if (!shown || !one) return
    rememberEmoji(one.glyph)
    onEnd(shown.glyph)
  }
  const typeOn = (letter: string) => {
    panel.query.value += letter
    panel.active.value = { cell: 0, bring: 'nothing' }
    search.current?.focus()
  }
  const where = narrow.value ? {} : { at }
  return (
    <Dialog
      kind="emoji"
      title={null}
      labelledBy={titleId}
      {...where}
      show={(dialog) => showBeside(dialog, () => onEnd())}
      onClose={() => onEnd()}
    >
      <h2 class="hidden" id={titleId}>
        {emojiWords().title}
      </h2>
      <EmojiSearch panel={panel} input={search} onPick={pick} />
      <EmojiTabs panel={panel} />
      {failed.value ? (
        <LoadTrouble onRetry={load} />
      ) : (
        <EmojiGrid panel={panel} onPick={pick} onLetter={typeOn} onOut={() => search.current?.focus()} />
      )}
      <EmojiFoot panel={panel} />
      <LargePicture panel={panel} />
    </Dialog>
  )
}

/** An emoticon is written by its name; a sticker is a message of its own. */
function pickPicture({ emoticon, listed }: ShownPicture, onEnd: EmojiPanelProps['onEnd']): void {
  if (listed.pack.kind === 'stickers' && sendSticker(emoticon)) onEnd()
  else onEnd(`:${emoticon.name}:`)
}

/** The owner may have changed them since: they are read again each time. Without an answer those known stay. */
function usePacks(wanted: boolean): void {
  useEffect(() => {
    if (wanted) readPacks().catch(() => undefined)
  }, [wanted])
}

/** Loads what is shown, then what else is searched. */
function useLists(locale: Locale): { failed: Signal<boolean>; load: () => void } {
  const failed = useSignal(false)
  const load = () => {
    failed.value = false
    loadEmoji(locale).then(
      () => {
        makeReady()
        void loadSearch(locale).then(() => makeReady())
      },
      () => {
        failed.value = true
      },
    )
  }
  useEffect(load, [locale])
  return { failed, load }
}

/** Indexes the words after the panel is painted and before the first letter, in slices: who picks at once does not wait for it. */
function makeReady(afterMs = READY_AFTER_MS): void {
  setTimeout(() => readySearch(loadedEmoji.peek()) && makeReady(0), afterMs)
}

function usePlace({ anchor, gap = GAP_PX }: EmojiRequest): { top: number; left: number } {
  const measure = () =>
    placePanel(anchor.getBoundingClientRect(), gap, { width: window.innerWidth, height: window.innerHeight })
  const [place, setPlace] = useState(measure)
  useEffect(() => {
    const again = () => setPlace(measure())
    window.addEventListener('resize', again)
    return () => window.removeEventListener('resize', again)
  }, [anchor])
  return place
}

function LoadTrouble({ onRetry }: { onRetry: () => void }) {
  const say = emojiWords()
  return (
    <div class="scrolls emoji-scroll">
      <div class="emoji-empty" role="alert">
        <p>{say.loadError}</p>
        <button type="button" class="text-button" onClick={onRetry}>
          {say.retry}
        </button>
      </div>
    </div>
  )
}
