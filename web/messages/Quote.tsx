import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { hueOf } from '#protocol/looks.ts'
import { filesView } from '#web/files/index.ts'
import { firstWords } from '#web/kit/first-words.ts'
import { bodyOf } from '#web/store/lines.ts'
import { type Quoted, quoted } from '#web/store/quotes.ts'
import { saidIn } from '#web/store/said.ts'
import { words } from '#web/words/index.ts'
import { guessLang } from './guess-lang.ts'
import { jumpTo } from './load-tools.ts'

/** The message that is answered, above the answer: who, and the first two lines. Pressing it goes there. */
export function Quote({ re, from, reachable }: { re: number; from: number | null; reachable: boolean }) {
  const now = useComputed((): Quoted => quoted(re)).value
  // What comes late takes the room that was kept for it, so that nothing below moves (UX-8).
  const late = useRef(now === 'loading').current ? ' quote-late' : ''
  const say = words().actions
  if (now === 'gone') return <p class={`quote quote-gone${late}`}>{say.quoteGone}</p>
  if (now === 'ignored') return <p class={`quote quote-gone${late}`}>{say.quoteIgnored}</p>
  if (now === 'loading') return <p class={`quote quote-gone${late}`}>{say.quoteLoading}</p>
  const picture = now.files?.find(({ kind }) => kind === 'picture')
  const Thumb = filesView.value?.Thumb
  const text = firstWords(saidIn({ body: bodyOf(now), line: now, isSeen: true }))
  return (
    <button
      type="button"
      class={`quote hue-${hueOf(now.by.id)}${late}${picture ? ' quote-seen' : ''}`}
      tabIndex={reachable ? 0 : -1}
      title={say.quote(now.by.name)}
      onClick={() => void jumpTo(re, { from, focus: true })}
    >
      {picture && Thumb && <Thumb files={[picture]} />}
      <bdi class="quote-name">{now.by.name}</bdi>
      <span class="quote-text" lang={guessLang(text)} dir="auto">
        {text}
      </span>
    </button>
  )
}

/** What a screen reader hears of it before the answer. */
export function quoteWords(now: Quoted): string {
  const say = words().actions
  if (now === 'loading') return ''
  if (now === 'ignored') return say.quoteIgnored
  return now === 'gone' ? say.quoteGone : say.quoteOf(now.by.name, firstWords(saidIn({ body: bodyOf(now), line: now })))
}
