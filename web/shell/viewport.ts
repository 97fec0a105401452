import { effect } from '@preact/signals'
import { emojiPanel } from '#web/emoji/index.ts'
import { narrow } from '#web/kit/media.ts'
import { PageHeight } from './page-height.ts'

/** A keyboard that does not come again is not waited for any longer: the text has lost the focus, or is written with other keys. */
const BACK_MS = 1_000

/**
 * Tells the style sheet how much of the page is seen: where the keyboard covers it instead of shrinking it (iOS), and while the panel
 * of emoji stands in the keyboard's place, so that nothing above it jumps. Returns its stop.
 */
export function startViewport(): () => void {
  const view = window.visualViewport
  if (!view) return () => undefined
  const page = new PageHeight()
  let timer: ReturnType<typeof setTimeout> | undefined
  const measure = () => {
    const seen = view.scale === 1 ? view.height : null
    page.look({ width: window.innerWidth, whole: window.innerHeight, seen })
    show(page)
    // iOS moves the page up to show the field; as high as what is seen, it stands right where it is.
    if (seen !== null && view.offsetTop > 0) window.scrollTo(0, 0)
  }
  const drop = () => {
    page.drop()
    show(page)
  }
  const stopPanel = effect(() => {
    clearTimeout(timer)
    if (!emojiPanel.value) {
      page.letGo()
      timer = setTimeout(drop, BACK_MS)
    } else if (narrow.peek() && isWriting()) page.hold()
    show(page)
  })
  measure()
  view.addEventListener('resize', measure)
  view.addEventListener('scroll', measure)
  return () => {
    clearTimeout(timer)
    stopPanel()
    view.removeEventListener('resize', measure)
    view.removeEventListener('scroll', measure)
  }
}

const isWriting = (): boolean => document.activeElement?.matches('textarea, input') ?? false

function show(page: PageHeight): void {
  const root = document.documentElement
  const px = (name: string, value: number | null) =>
    value === null ? root.style.removeProperty(name) : root.style.setProperty(name, `${value}px`)
  px('--page-height', page.height)
  px('--keyboard', page.isAway ? page.keyboard : null)
  root.toggleAttribute('data-keyboard-held', page.isAway)
}
