/**
 * What a person may choose for all of its devices. A plain table, so that a page that carries it carries no validator. A name
 * or a value that goes stays refused; new ones may come: whoever does not know one passes over it and leaves it where it is.
 */
export type Settings = {
  theme: 'auto' | 'light' | 'dark'
  language: 'zh-CN' | 'en'
  /** Which key sends where there is a keyboard … */
  send_key: 'auto' | 'enter' | 'ctrl-enter'
  /** … and where one types on the screen: "Enter" means another thing there. */
  send_key_touch: 'auto' | 'enter' | 'ctrl-enter'
  join_lines: 'all' | 'folded' | 'off'
  density: 'comfortable' | 'compact'
  motion: 'auto' | 'reduced'
  announcer: 'all' | 'mine' | 'off'
  opens_at: 'latest' | 'unread'
  typing: 'on' | 'off'
  receipts: 'on' | 'off'
  quiet: 'off' | 'on'
  sound: 'off' | 'mentions' | 'all'
}

export type SettingName = keyof Settings

export const settingValues: { readonly [N in SettingName]: readonly Settings[N][] } = {
  theme: ['auto', 'light', 'dark'],
  language: ['zh-CN', 'en'],
  send_key: ['auto', 'enter', 'ctrl-enter'],
  send_key_touch: ['auto', 'enter', 'ctrl-enter'],
  join_lines: ['all', 'folded', 'off'],
  density: ['comfortable', 'compact'],
  motion: ['auto', 'reduced'],
  announcer: ['all', 'mine', 'off'],
  opens_at: ['latest', 'unread'],
  typing: ['on', 'off'],
  receipts: ['on', 'off'],
  quiet: ['off', 'on'],
  sound: ['off', 'mentions', 'all'],
}

const isName = (name: string): name is SettingName => Object.hasOwn(settingValues, name)

/** What of a record is known here, and means something here. */
export function settingsOf(record: Readonly<Record<string, unknown>>): Partial<Settings> {
  const found: Partial<Settings> = {}
  const take = <N extends SettingName>(name: N) => {
    const value = settingValues[name].find((one) => one === record[name])
    if (value !== undefined) found[name] = value
  }
  for (const name of Object.keys(record).filter(isName)) take(name)
  return found
}
