import { ignored } from '#web/store/ignored.ts'
import { typists } from '#web/store/typing.ts'
import { words } from '#web/words/index.ts'
import { typingLine } from './typing-line.ts'

/** Who is writing. It is no live region: a screen reader finds it, and is not told (client.md 6.6). */
export function TypingLine() {
  const line = typingLine(
    typists.value.filter(({ id }) => !ignored.value.has(id)),
    words().typing,
  )
  return (
    line && (
      <p class="typing-line">
        <span class="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <span class="typing-names" title={line.names}>
          {line.names}
        </span>
        <span class="typing-verb">{line.verb}</span>
      </p>
    )
  )
}
