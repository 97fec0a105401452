import { coarsePointer } from '#web/kit/media.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { findQuery, gapAfter, type Query } from './completion-query.ts'
import { type Choice, findChoices } from './completion-sources.ts'
import { completionState as state } from './completion-state.ts'
import { writeInto } from './write-into.ts'

type Key = Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * Offers people, emoji and commands while somebody writes. While an input method composes no key is its own, and the list stands
 * still (client.md 6.1), but under a finger: keyboards on glass compose every word, also the one that says who is meant.
 */
export class Completing {
  readonly #field: HTMLTextAreaElement
  readonly #isComposing: () => boolean
  /** A list that was sent away does not come back for the same trigger. */
  #dismissed: { kind: Query['kind']; from: number } | null = null
  #asked = 0

  constructor(field: HTMLTextAreaElement, isComposing: () => boolean) {
    this.#field = field
    this.#isComposing = isComposing
  }

  listen(): () => void {
    const stop = new AbortController()
    const { signal: stopped } = stop
    // Also where the caret was only moved.
    document.addEventListener('selectionchange', () => this.look(), { signal: stopped })
    this.#field.addEventListener('blur', () => this.#show(null), { signal: stopped })
    return () => {
      stop.abort()
      this.#show(null)
    }
  }

  /** Looks what stands before the caret now. */
  look(): void {
    if (this.#isComposing() && !coarsePointer.peek()) return
    const { value, selectionStart, selectionEnd } = this.#field
    const isHere = document.activeElement === this.#field && selectionStart === selectionEnd
    const query = isHere ? findQuery(value, selectionStart) : null
    if (!query) this.#dismissed = null
    if (query && this.#dismissed?.kind === query.kind && this.#dismissed.from === query.from) return
    const before = state.peek()
    if (before && query && sameQuery(before.query, query)) return
    this.#ask(query)
  }

  /** Whether the key belongs to the list; then everything is done. */
  pressed(event: Key): boolean {
    const now = state.peek()
    if (!now || isInputMethodKey(event)) return false
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : -1
        this.setActive((now.active + step + now.choices.length) % now.choices.length)
        return true
      }
      case 'Enter':
      case 'Tab':
        this.choose(now.active)
        return true
      case 'Escape':
        this.#dismissed = now.query
        this.#show(null)
        return true
      default:
        return false
    }
  }

  setActive(active: number): void {
    const now = state.peek()
    if (now) state.value = { ...now, active }
  }

  /** Writes what was chosen in the place of what was typed. */
  choose(at: number): void {
    const now = state.peek()
    const choice = now?.choices[at]
    if (!now || !choice || (this.#isComposing() && !coarsePointer.peek())) return
    // Leaving the field commits what is composed.
    if (this.#isComposing()) this.#field.blur()
    this.#show(null)
    const { from, to } = now.query
    if (choice.kind === 'command') {
      writeInto(this.#field, { from, to }, choice.command.write)
      this.#field.setSelectionRange(choice.command.caret, choice.command.caret)
      choice.command.run?.()
      return
    }
    const text = choice.kind === 'person' ? `@${choice.person.name}` : choice.insert
    const gap = choice.kind !== 'emoji' ? gapAfter(text, this.#field.value.slice(to, to + 1)) : ''
    writeInto(this.#field, { from, to }, text + gap)
  }

  #ask(query: Query | null): void {
    const asked = ++this.#asked
    if (!query) {
      this.#show(null)
      return
    }
    const choices = findChoices(query)
    if ('then' in choices) {
      choices.then(
        (found) => asked === this.#asked && this.#open(query, found),
        () => asked === this.#asked && this.#show(null),
      )
      return
    }
    this.#open(query, choices)
  }

  #open(query: Query, choices: readonly Choice[]): void {
    const before = state.peek()
    // The row that was chosen by an arrow stays, as long as it is in the list.
    const kept = before?.query.kind === query.kind && before.active > 0 ? before.choices[before.active]?.key : undefined
    const active = Math.max(
      0,
      choices.findIndex(({ key }) => key === kept),
    )
    state.value = choices.length > 0 ? { query, choices, active } : null
  }

  #show(next: null): void {
    this.#asked++
    if (state.peek()) state.value = next
  }
}

const sameQuery = (one: Query, other: Query): boolean =>
  one.kind === other.kind && one.from === other.from && one.to === other.to && one.text === other.text
