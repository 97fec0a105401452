const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** The key that gives commands on this machine. */
export const commandKey = isMac ? '⌘' : 'Ctrl'

type Modifiers = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey'>
/** On a Mac Ctrl+B, Ctrl+E and others move the caret: they are not ours. */
export const hasCommandKey = ({ ctrlKey, metaKey }: Modifiers): boolean =>
  isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey

/** Keys of `pageKeys` for `aria-keyshortcuts`. */
export const ariaKeys = (keys: string): string => keys.replace('Mod', isMac ? 'Meta' : 'Control')
