type Speaking = Document & { ariaNotify?(text: string, how: { priority: 'normal' | 'high' }): void }

/** Says it to a screen reader while a modal dialog is open, where the browser can: regions outside of it are not heard then. */
export function sayOverDialogs(text: string, priority: 'normal' | 'high'): void {
  const speaking: Speaking = document
  if (document.querySelector('dialog:modal')) speaking.ariaNotify?.(text, { priority })
}
