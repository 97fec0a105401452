import { effect, untracked } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import type { Saying } from '#sdk/index.ts'
import { coarsePointer } from '#web/kit/media.ts'
import { isAndroid, isInputMethodKey, isSendKey, type SendContext } from '#web/kit/send-key.ts'
import { draftKey, findDraft, keepDraft } from '#web/store/drafts.ts'
import { composing, entering } from '#web/store/entering.ts'
import { callsIn, mentionedIds } from '#web/store/known-people.ts'
import { postMessage, refusal } from '#web/store/outgoing.ts'
import { preferences } from '#web/store/preferences.ts'
import { askToEnter, entered, me, onRoomLeft, room, roomName, welcome } from '#web/store/session.ts'
import {
  emptyComposer,
  focusComposer,
  goToLatest,
  onEditAgain,
  pageDown,
  pageUp,
} from '#web/store/timeline-commands.ts'
import { attached } from '#web/store/uploading.ts'
import { endTarget, target } from '#web/store/writing-target.ts'
import type { Completing } from './completion.ts'
import { completion } from './completion-state.ts'
import { draftOf, editLast, keepEditing, leaveTarget, saveEdit, startEditing } from './editing.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { loadTools } from './load-tools.ts'
import { tellTyping } from './tell-typing.ts'
import { mayPost, measure, type Typed } from './typed-text.ts'
import { wrapOf } from './wrap-key.ts'

/** A draft is kept this long after the last letter, and at once when the page goes away. */
const KEEP_AFTER_MS = 300

/** A list of completions takes the plain Enter; the one that always sends stays what it is. */
const sendContext = ({ ctrlKey, metaKey }: KeyboardEvent): SendContext => ({
  sendKey: preferences.peek().sendKey === 'ctrl-enter' ? 'ctrl-enter' : 'enter',
  coarsePointer: coarsePointer.peek(),
  listOpen: completion.peek() !== null && !ctrlKey && !metaKey,
})

/** What happens in the text field. Nothing in here writes into it while an input method composes. */
class Writing {
  readonly #field: HTMLTextAreaElement
  readonly #show: (typed: Typed) => void
  #completing: Completing | null = null
  #stopCompleting: (() => void) | null = null
  #composing = false
  /** The last key that was told is an Enter that breaks the line, whatever is chosen. */
  #breaks = false
  #key: string | null = null
  /** The draft that this page has last read or kept. */
  #kept = ''
  #keepTimer: ReturnType<typeof setTimeout> | undefined
  #later: (() => void)[] = []
  /** Sent while the page does not know who one is, or in which room, or before one has a name: it goes out once it does. */
  #sendsOnceIn = false

  constructor(field: HTMLTextAreaElement, show: (typed: Typed) => void) {
    this.#field = field
    this.#show = show
  }

  listen(): () => void {
    const field = this.#field
    const stop = new AbortController()
    const { signal } = stop
    field.addEventListener('compositionstart', () => this.#compose(true), { signal })
    field.addEventListener('compositionend', () => this.#compose(false), { signal })
    field.addEventListener('input', () => this.#changed(), { signal })
    field.addEventListener('keydown', (event) => this.#pressed(event), { signal })
    field.addEventListener('beforeinput', (event) => this.#beforeInput(event), { signal })
    field.addEventListener('blur', () => this.#keep(), { signal })
    window.addEventListener('pagehide', () => this.#keep(), { signal })
    document.addEventListener('visibilitychange', () => this.#keep(), { signal })
    const stops = [
      effect(() => this.#belongTo(me.value?.id, roomName.value)),
      onRoomLeft(() => this.#leave()),
      effect(() => void this.#measured(welcome.value?.limits.body_chars)),
      effect(() => {
        const isKnown = me.value !== null && (room.value !== null || !entered.value)
        if (isKnown && this.#sendsOnceIn) untracked(() => this.send())
      }),
      effect(() => {
        if (me.value && !entered.value && !askToEnter.value && !entering.value) this.#sendsOnceIn = false
      }),
      onEditAgain((text) => this.#whenIdle(() => this.#insert(text))),
      startEditing({
        read: () => field.value,
        write: (text) => this.#write(text),
        whenIdle: (run) => this.#whenIdle(run),
      }),
      focusComposer.listen(() => field.focus()),
      emptyComposer.listen(() => this.#empty()),
      () => this.#stopCompleting?.(),
      tellTyping(field),
      () => stop.abort(),
    ]
    if (!coarsePointer.peek() && document.activeElement === document.body) field.focus()
    return () => {
      this.#keep()
      for (const one of stops) one()
      composing.value = false
    }
  }

  /** Sends what is written, if it may be sent; otherwise everything stays. */
  send(): void {
    const field = this.#field
    // A button press in the middle of a composition: leaving the field commits it, so nothing is written over.
    if (this.#composing) field.blur()
    const typed = this.#measured()
    const { body } = typed
    if (!coarsePointer.peek() || document.activeElement !== field) field.focus()
    const now = target.peek()
    const along = now?.kind === 'edit' ? null : attached.peek()
    if (!mayPost(typed, now?.kind === 'edit' ? now.line.files : along)) return
    this.#sendsOnceIn = !entered.peek() || !room.peek()
    if (this.#sendsOnceIn) {
      if (!me.peek()) refusal.value = { why: 'early' }
      else if (!entered.peek()) askToEnter.value = !entering.peek()
      return
    }
    if (now?.kind === 'edit') {
      saveEdit(now, body)
      return
    }
    if (!(along?.send ?? postMessage)(body, sayingOf(body, now?.seq))) return
    this.#write('')
    endTarget()
    this.#keep()
  }

  /** Leaves a reply or an edit; what was written stays. */
  cancel(): void {
    leaveTarget(this.#field.value)
    this.#field.focus()
  }

  /** The list of completions, once it is there. */
  get completing(): Completing | null {
    return this.#completing
  }

  /** With the first letter comes what offers completions. */
  #complete(): void {
    if (this.#stopCompleting) return
    this.#stopCompleting = () => {}
    void loadTools().then((tools) => {
      // Left meanwhile, or the server was not reached: the next letter tries again.
      if (!tools || !this.#field.isConnected) {
        this.#stopCompleting = null
        return
      }
      this.#completing = new tools.Completing(this.#field, () => this.#composing)
      this.#stopCompleting = this.#completing.listen()
      this.#completing.look()
    })
  }

  #compose(on: boolean): void {
    this.#composing = on
    composing.value = on
    if (on) return
    for (const run of this.#later.splice(0)) run()
    this.#changed()
  }

  /** At once, or when the input method has finished. */
  #whenIdle(run: () => void): void {
    if (this.#composing) this.#later.push(run)
    else run()
  }

  #write(text: string): void {
    this.#field.value = text
    this.#changed()
  }

  #changed(): void {
    grow(this.#field)
    this.#measured()
    // Keyboards on glass compose every word: the list follows what is composed (completion.ts).
    if (this.#composing && !coarsePointer.peek()) return
    if (this.#field.value !== '') this.#complete()
    this.#completing?.look()
    if (this.#composing) return
    clearTimeout(this.#keepTimer)
    this.#keepTimer = setTimeout(() => this.#keep(), KEEP_AFTER_MS)
    this.#sendsOnceIn = false
    // The first letter of somebody who only looks: the dialog asks for a name, the letter stays.
    if (this.#field.value.trim() !== '' && me.peek() && !entered.peek() && !entering.peek()) askToEnter.value = true
  }

  #measured(most: number = welcome.peek()?.limits.body_chars ?? limits.bodyChars): Typed {
    const typed = measure(this.#field.value, most)
    this.#show(typed)
    return typed
  }

  #pressed(event: KeyboardEvent): void {
    this.#breaks = event.key === 'Enter' && (event.shiftKey || event.altKey)
    if (this.#completing?.pressed(event)) {
      event.preventDefault()
      return
    }
    if (isSendKey(event, sendContext(event))) {
      event.preventDefault()
      if (!event.repeat) this.send()
      return
    }
    const wrap = wrapOf(event)
    if (wrap) {
      event.preventDefault()
      void loadTools().then((tools) => this.#whenIdle(() => tools?.wrapSelection(this.#field, wrap)))
      return
    }
    if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') this.#escape()
    else if (this.#field.value === '' && event.key === 'ArrowUp' && !event.shiftKey) {
      if (!editLast()) return
    } else if (this.#field.value === '' && event.key === 'PageUp') pageUp.run()
    else if (this.#field.value === '' && event.key === 'PageDown') pageDown.run()
    else return
    event.preventDefault()
  }

  #escape(): void {
    if (target.peek()) this.cancel()
    else goToLatest.run()
  }

  /** Chrome on Android tells no key. Who chose "Enter sends" there presses a key that says so. */
  #beforeInput(event: InputEvent): void {
    const isBreak = event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph'
    if (!isBreak || (event.isComposing && !isAndroid) || !coarsePointer.peek()) return
    const list = completion.peek()
    if (this.#breaks || (!list && preferences.peek().sendKey !== 'enter')) return
    event.preventDefault()
    if (list) this.#completing?.choose(list.active)
    else this.send()
  }

  /** A text that was not sent comes back, before what is written now. */
  #insert(text: string): void {
    const field = this.#field
    field.focus()
    field.setSelectionRange(0, 0)
    insertAtCaret(field, field.value === '' ? text : `${text}\n`)
  }

  /** Shows the draft of this person in this room. What is being written stays, whoever it turns out to be. */
  #belongTo(principal: string | undefined, inRoom: string): void {
    const key = principal === undefined ? null : draftKey(principal, inRoom)
    if (key === null || key === this.#key) return
    this.#key = key
    this.#kept = ''
    if (this.#composing || this.#field.value !== '') return
    this.#field.value = this.#kept = findDraft(key)
    this.#shown()
  }

  /** Another text stands in the field, and nobody has written it just now. */
  #shown(): void {
    grow(this.#field)
    this.#measured()
    this.#completing?.look()
  }

  /** What is written stays with the room that is left; what comes next begins with its own draft, or empty. */
  #leave(): void {
    // Leaving the field commits what an input method composes.
    if (this.#composing) this.#field.blur()
    leaveTarget(this.#field.value)
    this.#keep()
    this.#sendsOnceIn = false
    if (this.#key === null) return
    this.#key = null
    this.#field.value = ''
    this.#shown()
  }

  /** Nothing of what was being written stays, nor is it handed to the next person on this device. */
  #empty(): void {
    this.#later = []
    // Leaving the field commits what an input method composes.
    if (this.#composing) this.#field.blur()
    endTarget()
    this.#write('')
  }

  #keep(): void {
    clearTimeout(this.#keepTimer)
    keepEditing(this.#field.value)
    const text = draftOf(this.#field.value)
    // Another tab may be writing here: an empty field that was never full takes nothing from it.
    if (this.#key === null || this.#kept + text === '') return
    keepDraft(this.#key, text, this.#kept, Date.now())
    this.#kept = text
  }
}

/** Whom the words name or call; the server looks whether they do (protocol/mention-all.ts). */
function sayingOf(body: string, re: number | undefined): Saying {
  const mentions = mentionedIds(body)
  return {
    ...(re !== undefined && { re }),
    ...(mentions && { mentions }),
    ...(callsIn(body).length > 0 && { all: true as const }),
  }
}

/** What the buttons around the field ask of it. */
export type WritingKeys = { send(): void; cancel(): void; completing(): Completing | null; stop(): void }

/** Connects a text field with drafts, keys and the outbox. `show` hears about every change of the text. */
export function startWriting(field: HTMLTextAreaElement, show: (typed: Typed) => void): WritingKeys {
  const writing = new Writing(field, show)
  return {
    send: () => writing.send(),
    cancel: () => writing.cancel(),
    completing: () => writing.completing,
    stop: writing.listen(),
  }
}

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

function grow(field: HTMLTextAreaElement): void {
  if (growsByItself) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
