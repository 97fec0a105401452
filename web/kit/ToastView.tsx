import { useEffect, useRef, useState } from 'preact/hooks'
import { hideToast, toast } from './toast.ts'

const STAYS_MS = 6_000

/** Shows the toast; its clock stands still while a pointer or the focus is on it. Both regions exist from the start. */
export function ToastView() {
  const now = toast.value
  const [held, setHeld] = useState(false)
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // As a popover it lies above an open dialog, too.
    if (now && !region.current?.matches(':popover-open')) region.current?.showPopover()
    if (!now) region.current?.hidePopover()
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
      <span>{now.text}</span>
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
    <div class="toasts" popover="manual" ref={region}>
      <div role="status">{now?.tone === 'note' && body}</div>
      <div role="alert">{now?.tone === 'refusal' && body}</div>
    </div>
  )
}
