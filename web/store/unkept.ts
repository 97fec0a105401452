import { computed, effect } from '@preact/signals'
import { unkept } from '#web/kit/indexed-keep.ts'
import { showToast } from '#web/kit/toast.ts'
import { browserStore, unkeptDrafts } from '#web/store/drafts.ts'
import { forgetOldest } from '#web/store/forget-drafts.ts'
import { outbox, refusals } from '#web/store/outgoing.ts'
import { restoredWords } from '#web/words/restored.ts'

/**
 * Says once, while something waits that would be lost with the page, that it would be, and asks before it is left (P-11). Says each time
 * that there is no room for one more.
 */
export function startUnkept(): void {
  const isWaiting = computed(() =>
    outbox.value.list.some(({ cid, late, stored }) => late && !stored && unkept.value.has(cid)),
  )
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  effect(() => {
    if (!isWaiting.value) return window.removeEventListener('beforeunload', ask)
    window.addEventListener('beforeunload', ask)
    showToast(restoredWords().unkept, { tone: 'refusal' })
  })
  effect(() => {
    if (refusals.value > 0) showToast(restoredWords().tooManyUnsent, { tone: 'refusal' })
  })
  const forgetOld = () => {
    forgetOldest(browserStore())
    forgetOldest(browserStore() && sessionStorage)
  }
  forgetOld()
  document.addEventListener('visibilitychange', forgetOld)
  // Nor does such a browser keep what is being written. Elsewhere nobody listens: a page that does is not kept for the way back by some browsers.
  if (browserStore() !== null) return
  window.addEventListener('beforeunload', (event) => void (unkeptDrafts.size > 0 && ask(event)))
}
