import { useLayoutEffect } from 'preact/hooks'

type Field = HTMLInputElement | HTMLTextAreaElement

/** Where an input method composes now; there is one at a time. */
let composed: EventTarget | null = null
if (typeof document !== 'undefined') {
  // Before any field hears of it: at its end the text is there, and may be written over again.
  document.addEventListener('compositionstart', ({ target }) => (composed = target), true)
  document.addEventListener('compositionend', () => (composed = null), true)
}

/**
 * A field whose text may also come from elsewhere: another name, an emptied search. It is uncontrolled, and what comes is written
 * before the next key can be heard; never while an input method composes in it: the person's own words go before.
 */
export function useFieldText(input: { current: Field | null }, text: string): void {
  useLayoutEffect(() => {
    const field = input.current
    if (field && field.value !== text && field !== composed) field.value = text
  }, [text])
}
