import { expect, test } from 'bun:test'
import type { DraftStore } from './drafts.ts'
import { parseKept, settingsKeep } from './settings-kept.ts'

const kept = {
  version: 3,
  told: { theme: 'dark', ink: 'of a newer program' },
  waiting: { sound: { value: 'off', atMs: 1, seen: 2 } },
}

function memory(): DraftStore & { full: boolean } {
  const held = new Map<string, string>()
  return {
    full: false,
    getItem: (key) => held.get(key) ?? null,
    setItem(key, value) {
      if (this.full) throw new Error('full')
      held.set(key, value)
    },
    removeItem: (key) => void held.delete(key),
    key: (at) => [...held.keys()][at] ?? null,
    length: 0,
  }
}

test('[T-81] what is kept is read back, for its person alone', () => {
  const store = memory()
  settingsKeep('pada', store).write(kept)
  expect(settingsKeep('pada', store).read()).toEqual(kept)
  expect(settingsKeep('pbob', store).read()).toBe(null)
  settingsKeep('pbob', store).write({ ...kept, version: 1 })
  expect(settingsKeep('pada', store).read()).toBe(null)
})

test('[bad input] a browser that keeps nothing, or no more, holds it for as long as the page', () => {
  const nowhere = settingsKeep('pada', null)
  expect(nowhere.read()).toBe(null)
  nowhere.write(kept)
  expect(nowhere.read()).toEqual(kept)
  const store = memory()
  const keep = settingsKeep('pada', store)
  keep.write({ ...kept, version: 1 })
  store.full = true
  keep.write(kept)
  expect(keep.read()).toEqual(kept)
})

test('[bad input] of what is not what it should be only the good is read', () => {
  for (const broken of [null, '', '{', '[]', '7', '"x"', '{}', '{"version":1}', '{"person":"p","version":1.5}'])
    expect(parseKept(broken, 'p')).toBe(null)
  const odd = {
    person: 'p',
    version: 1,
    told: { theme: 'dark', sound: 7, typing: null },
    waiting: { theme: { value: 1, atMs: 1, seen: 1 }, sound: 'off', quiet: { value: 'on', atMs: 1, seen: 0 } },
  }
  expect(parseKept(JSON.stringify(odd), 'p')).toEqual({
    version: 1,
    told: { theme: 'dark' },
    waiting: { quiet: { value: 'on', atMs: 1, seen: 0 } },
  })
  expect(parseKept('{"person":"p","version":1,"told":[],"waiting":7}', 'p')).toEqual({
    version: 1,
    told: {},
    waiting: {},
  })
})
