import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { File } from '#protocol/files.ts'
import { Pointing } from './pointing.ts'
import { fit, NEAR_SCALE, type Size, type View, wholeView, within, zoomAt } from './zoom.ts'

export type StageProps = { file: File; onGo: (by: number) => void; onClose: () => void }
type Point = { x: number; y: number }

const STEP = 1.5
/** One notch of a wheel, and a pinch on a touch pad, which comes as many small ones. */
const wheelFactor = ({ deltaY, deltaMode }: WheelEvent): number =>
  1.0015 ** -(deltaMode === 0 ? Math.max(-250, Math.min(250, deltaY)) : deltaY * 40)

let zoomBy: ((factor: number) => void) | null = null
/** Keys, and the buttons that do the same: the one picture on the stage hears them. */
export const stageKeys = {
  hear(key: string): boolean {
    const factor = key === '+' || key === '=' ? STEP : key === '-' || key === '_' ? 1 / STEP : key === '0' ? 0 : null
    if (factor === null || !zoomBy) return false
    zoomBy(factor === 0 ? 1e-6 : factor)
    return true
  },
}

/** How a picture lies on the stage, and what moves it. */
export function useStage({ file, onGo, onClose }: StageProps) {
  const ref = useRef<HTMLDivElement>(null)
  const [stage, setStage] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<View>(wholeView)
  const [drawn, setDrawn] = useState<Point | null>(null)
  const shown = fit({ width: file.width ?? stage.width, height: file.height ?? stage.height }, stage)
  // What pointers and keys work with: the newest, whenever they come.
  const now = useRef({ view, shown, stage, onGo })
  now.current = { view, shown, stage, onGo }
  const zoom = (factor: number, at: Point) =>
    setView((before) => zoomAt(before, factor, at, now.current.shown, now.current.stage))
  const [pointing] = useState(
    () =>
      new Pointing({
        view: () => now.current.view,
        place: (event) => placeOn(ref.current, event),
        zoom,
        near: (at) =>
          setView((before) =>
            before.scale > 1 ? wholeView : zoomAt(before, NEAR_SCALE, at, now.current.shown, now.current.stage),
          ),
        move: (by) =>
          setView(({ scale, x, y }) =>
            within({ scale, x: x + by.x, y: y + by.y }, now.current.shown, now.current.stage),
          ),
        draw: setDrawn,
        go: (by) => now.current.onGo(by),
        close: onClose,
      }),
  )
  useLayoutEffect(
    () =>
      ref.current
        ? followSize(ref.current, (size) => {
            setStage(size)
            setView(wholeView)
          })
        : undefined,
    [],
  )
  useEffect(() => hearKeys((factor) => zoom(factor, { x: 0, y: 0 })), [])
  useEffect(() => (ref.current ? hearWheel(ref.current, zoom) : undefined), [])
  return { ref, pointing, shown, view, drawn }
}

/** From the middle of the stage. */
function placeOn(element: HTMLElement | null, { clientX, clientY }: MouseEvent): Point {
  const { left = 0, top = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {}
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}

function followSize(element: HTMLElement, tell: (size: Size) => void): () => void {
  const measure = () => tell({ width: element.clientWidth, height: element.clientHeight })
  measure()
  const sizes = new ResizeObserver(measure)
  sizes.observe(element)
  return () => sizes.disconnect()
}

function hearKeys(mine: (factor: number) => void): () => void {
  zoomBy = mine
  return () => {
    if (zoomBy === mine) zoomBy = null
  }
}

/** Not passive: the page behind must not be zoomed by the same wheel. */
function hearWheel(element: HTMLElement, zoom: (factor: number, at: Point) => void): () => void {
  const hear = (event: WheelEvent) => {
    event.preventDefault()
    zoom(wheelFactor(event), placeOn(element, event))
  }
  // A swipe that closes would otherwise be a fling of the page behind, which swallows the next tap.
  const keep = (event: TouchEvent) => event.preventDefault()
  element.addEventListener('wheel', hear, { passive: false })
  element.addEventListener('touchmove', keep, { passive: false })
  return () => {
    element.removeEventListener('wheel', hear)
    element.removeEventListener('touchmove', keep)
  }
}
