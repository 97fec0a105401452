import { useContext, useEffect, useState } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'
import { textWords } from '#web/words/text.ts'
import { type CodeToken, highlight } from './highlight.ts'
import { stayHere } from './log-view.ts'
import { Marked } from './Marked.tsx'
import { Reachable } from './reachable.ts'

/** Longer code shows this many lines, until somebody wants the rest. */
const MOST_LINES = 16

type Props = { language: string; text: string; marks?: readonly string[] | undefined }

/** A block of code: what it is written in, a button that copies it, and its long lines scroll sideways. */
export function CodeBlock({ language, text, marks }: Props) {
  const [open, setOpen] = useState(false)
  const tabIndex = useContext(Reachable) ? 0 : -1
  const say = textWords()
  const count = text.split('\n').length
  const folds = count > MOST_LINES
  const toggle = () => {
    stayHere()
    setOpen(!open)
  }
  return (
    <div class={folds && !open ? 'code-block code-folded' : 'code-block'} dir="ltr" translate={false}>
      {/* biome-ignore lint/a11y/useSemanticElements: no form has to do with it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre tabIndex={0} role="group" aria-label={say.code(language)} lang="">
        <code>
          {marks && marks.length > 0 ? <Marked text={text} marks={marks} /> : <Code language={language} text={text} />}
        </code>
      </pre>
      {folds && (
        <button type="button" class="code-fold" aria-expanded={open} tabIndex={tabIndex} onClick={toggle}>
          {open ? words().log.collapse : say.allLines(count)}
        </button>
      )}
      <div class="code-head" data-language={language || undefined}>
        <button
          type="button"
          class="code-copy"
          tabIndex={tabIndex}
          aria-label={say.copyCode}
          title={say.copyCode}
          onClick={() => void copyCode(text)}
        >
          <LateIcon name="copy" size={16} />
        </button>
      </div>
    </div>
  )
}

/** Plain at once, and coloured when the colours have come: the letters do not move. */
function Code({ language, text }: { language: string; text: string }) {
  const [tokens, setTokens] = useState<readonly CodeToken[] | null>(null)
  useEffect(() => {
    let isHere = true
    setTokens(null)
    void highlight(language, text).then((found) => isHere && setTokens(found))
    return () => {
      isHere = false
    }
  }, [language, text])
  if (!tokens) return <>{text}</>
  return (
    <>
      {tokens.map(({ kind, text: part }, at) =>
        kind ? (
          <span key={at} class={`code-${kind}`}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  )
}

async function copyCode(text: string): Promise<void> {
  const say = textWords()
  try {
    await navigator.clipboard.writeText(text)
    showToast(say.codeCopied)
  } catch {
    showToast(say.codeNotCopied)
  }
}
