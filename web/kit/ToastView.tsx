import { useEffect, useRef, useState } from 'preact/hooks'
import { keepOffFocus, keepOverDialogs } from './over-dialogs.ts'
import { sayOverDialogs } from './say-over-dialogs.ts'
import { hideToast, toast } from './toast.ts'

const STAYS_MS = 6_000

/** Shows the toast; its clock stands still while a pointer or the focus is on it. Both regions exist from the start. */
export function ToastView() {
  const now = toast.value
  const [held, setHeld] = useState(false)
  const home = useRef<HTMLDivElement>(null)
  const region = useRef<HTMLDivElement>(null)
  const isShown = now !== null
  useEffect(() => {
    if (!isShown || !region.current || !home.current) return
    const stops = [keepOverDialogs(region.current, home.current), keepOffFocus(region.current)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [isShown])
  useEffect(() => {
    if (now) sayOverDialogs(now.text, now.tone === 'refusal' ? 'high' : 'normal')
  }, [now?.id])
  useEffect(() => {
    if (!now || held) return
    const timer = setTimeout(hideToast, STAYS_MS)
    return () => clearTimeout(timer)
  }, [now?.id, held])
  const body = now && (
    <div
      class={`toast toast-${now.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {/* The same words once more are told once more: what is new in the region is read, not what is drawn again. */}
      <span key={now.id}>{now.text}</span>
      {now.action && (
        <button
          type="button"
          class="text-button"
          onClick={() => {
            now.action?.run()
            hideToast()
          }}
        >
          {now.action.label}
        </button>
      )}
    </div>
  )
  return (
    <div ref={home}>
      <div class="toasts" popover="manual" ref={region}>
        <div role="status">{now?.tone === 'note' && body}</div>
        <div role="alert">{now?.tone === 'refusal' && body}</div>
      </div>
    </div>
  )
}
