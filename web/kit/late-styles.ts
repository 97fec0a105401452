import { readPlace } from './place.ts'

/** Name of the style sheet of all that is loaded late; bin/build.ts puts it in. */
declare const LATE_STYLES: string

let coming: Promise<void> | null = null

/**
 * Brings the styles of what is loaded when it is first used (web/styles/late.css). Whoever shows such a part waits for it;
 * rejects when they did not come, and asks again the next time.
 */
export function loadLateStyles(): Promise<void> {
  coming ??= link(`${readPlace().base}/assets/${LATE_STYLES}`).catch((error: unknown) => {
    coming = null
    throw error
  })
  return coming
}

function link(address: string): Promise<void> {
  const element = document.createElement('link')
  element.rel = 'stylesheet'
  element.href = address
  return new Promise((resolve, reject) => {
    element.onload = () => resolve()
    element.onerror = () => {
      element.remove()
      reject(new Error('styles: not loaded'))
    }
    document.head.append(element)
  })
}
