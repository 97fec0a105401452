import type { ComponentChildren } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { words } from '#web/words/index.ts'
import { stayHere } from './log-view.ts'
import { Reachable } from './reachable.ts'

type Props<T> = {
  whole: T
  /** The first part of a long text; null when it is shown whole. */
  folded: T | null
  children: (shown: T, more: string) => ComponentChildren
}

/** A text, or the first part of it with a button that shows the rest. */
export function FoldedText<T>({ whole, folded, children }: Props<T>) {
  const [open, setOpen] = useState(false)
  const reachable = useContext(Reachable)
  const say = words().log
  if (folded === null) return <>{children(whole, '')}</>
  const toggle = () => {
    stayHere()
    setOpen(!open)
  }
  return (
    <>
      {open ? children(whole, '') : children(folded, '…')}
      <button type="button" class="fold-button" aria-expanded={open} tabIndex={reachable ? 0 : -1} onClick={toggle}>
        {open ? say.collapse : say.expand}
      </button>
    </>
  )
}
