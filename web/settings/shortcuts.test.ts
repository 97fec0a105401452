import { expect, test } from 'bun:test'
import { capsOf } from '#web/kit/key-press.ts'
import { messageActions, messageKeys } from '#web/kit/message-keys.ts'
import { pageKeys, wrapKeys } from '#web/kit/page-keys.ts'
import { shortcutGroups, shortcuts } from './shortcuts.ts'

const sheet = (enterSends: boolean) => shortcuts(enterSends).flatMap(({ keys }) => keys.map((way) => way.join(' ')))

test('[client.md 8] the sheet shows every key of the tables, whichever key sends', () => {
  for (const enterSends of [true, false]) {
    const shown = sheet(enterSends)
    for (const keys of Object.values(pageKeys)) expect(shown).toContain(capsOf(keys).join(' '))
    for (const keys of Object.values(wrapKeys)) expect(shown).toContain(capsOf(`Mod+${keys}`).join(' '))
    for (const action of messageActions) expect(shown).toContain(messageKeys[action].cap)
  }
})

test('[client.md 8] within a group no key means two things, and each group has some', () => {
  for (const group of shortcutGroups) {
    const keys = shortcuts(true)
      .filter((shortcut) => shortcut.group === group)
      .flatMap((shortcut) => shortcut.keys.map((way) => way.join(' ')))
    expect(keys.length).toBeGreaterThan(0)
    expect(keys).toEqual([...new Set(keys)])
  }
})
