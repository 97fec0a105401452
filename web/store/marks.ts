import { type Signal, signal } from '@preact/signals'
import type { Named } from '#protocol/people.ts'
import { words } from '#web/words/index.ts'

type Reader = typeof import('#protocol/markup.ts')

/** What reads marks; null until a message with marks, or somebody who enters, has made it come. */
const loaded: Signal<Reader | null> = signal<Reader | null>(null)
let loading: Promise<boolean> | null = null

// Whatever may be a mark (protocol/markup.ts). A body without any of these signs means itself, and needs no reader.
const SIGN = /:[^\s:]+:|[*`[]|~~|\|\||https?:\/\/|^[ \t]*(?:>|[-+][ \t]|\d{1,9}[.)][ \t])|^\/me\s/im

/** Whether a body has to be read, or is nothing but its text. */
export const mayHaveMarks = (body: string, mentions: readonly Named[] = []): boolean =>
  SIGN.test(body) || mentions.length > 0

/** Fetches the reader once. False where the server is not reached; the next call tries again. */
export function loadMarks(): Promise<boolean> {
  loading ??= import('#protocol/markup.ts').then(
    (reader) => {
      loaded.value = reader
      return true
    },
    () => {
      loading = null
      return false
    },
  )
  return loading
}

/** The words of a message as one hears them: no marks, and no spoilers. */
export function spokenText(body: string, mentions: readonly Named[] = []): string {
  if (!mayHaveMarks(body, mentions)) return body
  const hidden = `[${words().spoilerHeard}]`
  if (!loaded.value) {
    void loadMarks()
    return body.replace(/\|\|[^|]+\|\|/g, hidden)
  }
  const { parseMarkup, plainText } = loaded.value
  const text = plainText(parseMarkup(body, mentions), { spoiler: () => hidden })
  return text.trim() === '' ? body : text
}
