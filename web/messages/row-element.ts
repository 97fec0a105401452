/** The bubble of the message that holds an element, as it stands on the screen. */
export function bubbleBox(inside: Element): DOMRect {
  const row = inside.closest('.row')
  return (row?.querySelector('.bubble') ?? row ?? inside).getBoundingClientRect()
}

export const rowElement = (view: ParentNode, key: string): HTMLElement | null =>
  view.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
