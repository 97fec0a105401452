import { expect, test } from 'bun:test'
import { folded, forgetFolded, setFolded } from './folded-cards.ts'

test('[T-81] links of the cards that somebody folded go with the person, from the device and from the page', () => {
  const kept = new Map<string, string>()
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
    key: () => null,
    length: 0,
  }
  setFolded('row https://private.example/plan', true, store)
  expect([...kept.values()].join()).toContain('private.example')
  forgetFolded(store)
  expect([kept.size, folded.value.size]).toEqual([0, 0])
  setFolded('row of the next one', true, store)
  expect([...kept.values()].join()).not.toContain('private.example')
})
