import { computed, effect } from '@preact/signals'
import { unkept } from '#web/kit/indexed-keep.ts'
import { showToast } from '#web/kit/toast.ts'
import { browserStore, unkeptDrafts } from '#web/store/drafts.ts'
import { forgetOldest } from '#web/store/forget-drafts.ts'
import { outbox, refusal } from '#web/store/outgoing.ts'
import { room } from '#web/store/session.ts'
import { restoredWords } from '#web/words/restored.ts'
import { troubleWords } from '#web/words/trouble.ts'

/**
 * Says once, while something waits that would be lost with the page, that it would be, and asks before it is left (P-11). Says each time
 * why an Enter sent nothing.
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
    const why = refusal.value?.why
    if (why === 'full') showToast(restoredWords().tooManyUnsent, { tone: 'refusal' })
    // This file is fetched for it, and meanwhile it may have gone out.
    if (why === 'early' && !room.peek()) showToast(troubleWords().notYet)
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
