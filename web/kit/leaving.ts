/** A text stands in the field that has the focus. */
export function isWriting(): boolean {
  const { activeElement: field } = document
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== ''
}

/** Something would be lost with the page: whoever holds it says so, as when a person leaves. */
export const wouldLose = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
