import { expect, test } from 'bun:test'
import { settingValues } from '#protocol/setting-values.ts'
import { choices, defaults } from './preferences.ts'
import { asSettings, changedFrom, withSettings } from './shared-settings.ts'

test('[client.md 5] every choice goes with its person, but those that are the device’s own', () => {
  const own = ['notify', 'notifyContent', 'push', 'devices']
  const travelling = Object.keys(choices).filter((key) => !own.includes(key))
  // The send key has a name for each kind of device.
  expect(Object.keys(asSettings(defaults, false))).toHaveLength(travelling.length)
  const all = { ...asSettings(defaults, false), ...asSettings(defaults, true) }
  expect(Object.keys(all).toSorted()).toEqual(Object.keys(settingValues).toSorted())
})

test('what may be chosen here and there is the same', () => {
  const { theme, language, density, motion, announcer, typing, receipts, quiet, sound } = choices
  expect({
    ...{ theme, language, density, motion, announcer, typing, receipts, quiet, sound },
    join_lines: choices.joinLines,
    opens_at: choices.opensAt,
    send_key: choices.sendKey,
    send_key_touch: choices.sendKey,
  }).toEqual(settingValues)
})

test('what was chosen elsewhere holds here, and what is the device’s own stays', () => {
  const mine = { ...defaults, notify: 'all', theme: 'light' } as const
  const chosen = { theme: 'dark', join_lines: 'off', opens_at: 'unread', send_key: 'ctrl-enter' } as const
  const desk = { ...mine, theme: 'dark', joinLines: 'off', opensAt: 'unread', sendKey: 'ctrl-enter' } as const
  expect(withSettings(mine, chosen, false)).toEqual(desk)
  expect(withSettings(mine, chosen, true)).toEqual({ ...desk, sendKey: 'auto' })
  expect(asSettings(desk, false)).toMatchObject(chosen)
  expect(withSettings(mine, {}, false)).toEqual(mine)
})

test('only what is otherwise is said', () => {
  expect(changedFrom(asSettings(defaults, false), asSettings({ ...defaults, density: 'compact' }, false))).toEqual({
    density: 'compact',
  })
  expect(changedFrom({}, { theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(changedFrom({ theme: 'dark', sound: 'off' }, { theme: 'dark' })).toEqual({})
})
