import { describe, expect, test } from 'bun:test'
import { type DraftStore, draftKey, readDraft, unkeptDrafts, writeDraft } from './drafts.ts'
import { forgetDrafts, forgetOldest } from './forget-drafts.ts'

function memory(): DraftStore & { keys(): string[] } {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size
    },
    keys: () => [...kept.keys()],
  }
}

describe('drafts', () => {
  test('survive a reload', () => {
    const store = memory()
    writeDraft(store, draftKey('pa', ''), '写到一半', 1)
    expect(readDraft(store, draftKey('pa', ''))).toBe('写到一半')
    writeDraft(store, draftKey('pa', ''), '', 2)
    expect(store.keys()).toEqual([])
  })
  test('[T-81] belong to one person and one room', () => {
    const store = memory()
    writeDraft(store, draftKey('pa', 'x'), 'secret', 1)
    for (const other of [draftKey('pb', 'x'), draftKey('pa', ''), draftKey('pa', 'x.y'), draftKey('pa.x', '')]) {
      expect(readDraft(store, other)).toBe('')
    }
  })
  test('[T-81] go with their writer, and nobody else’s do', () => {
    const store = memory()
    store.setItem('other', 'x')
    for (const key of [draftKey('pa', ''), draftKey('pa', 'x#7'), draftKey('pab', ''), draftKey('pb', '')])
      writeDraft(store, key, 'text', 1)
    forgetDrafts(store, 'pa')
    expect(store.keys()).toEqual(['other', draftKey('pab', ''), draftKey('pb', '')])
  })
  test('[HOUSE-12] 40 are kept, the oldest go; what is not a draft stays', () => {
    const store = memory()
    store.setItem('other', 'x')
    for (let at = 0; at < 60; at++) writeDraft(store, draftKey('pa', `room-${at}`), 'text', at)
    expect(store.keys().length).toBe(61)
    forgetOldest(store)
    expect(store.keys().length).toBe(41)
    expect(readDraft(store, draftKey('pa', 'room-59'))).toBe('text')
    expect(readDraft(store, draftKey('pa', 'room-19'))).toBe('')
  })
  test('a storage that is full, forbidden or spoilt breaks nothing', () => {
    const spoilt = memory()
    for (const text of ['', '{', 'null', '[]', '{"text":1,"atMs":2}']) {
      spoilt.setItem('k', text)
      expect(readDraft(spoilt, 'k')).toBe('')
    }
  })
  test('what lies there and is no draft of ours goes before every draft', () => {
    const store = memory()
    const spoilt = ['', '{', 'null', '7', '[]', '{"text":"x"}', '{"atMs":"9"}']
    for (const [at, text] of spoilt.entries()) store.setItem(draftKey('pa', `spoilt-${at}`), text)
    for (let at = 1; at <= 40; at++) writeDraft(store, draftKey('pa', `room-${at}`), 'text', at)
    forgetOldest(store)
    expect(store.keys()).toEqual(Array.from({ length: 40 }, (_, at) => draftKey('pa', `room-${at + 1}`)))
  })
  test('what a storage does not keep, full or forbidden, lives as long as the page', () => {
    const full: DraftStore = {
      ...memory(),
      setItem() {
        throw new Error('QuotaExceededError')
      },
      getItem() {
        throw new Error('SecurityError')
      },
    }
    for (const store of [full, null]) {
      writeDraft(store, draftKey('pa', 'x'), 'text', 1)
      expect(readDraft(store, draftKey('pa', 'x'))).toBe('text')
      writeDraft(store, draftKey('pa', 'x'), '', 2)
      expect(readDraft(store, draftKey('pa', 'x'))).toBe('')
    }
  })
  test('[HOUSE-12] [T-81] of those there are 40, too, and they go with their writer', () => {
    for (let at = 0; at < 60; at++) writeDraft(null, draftKey(at < 50 ? 'pa' : 'pb', `room-${at}`), 'text', at)
    expect(unkeptDrafts.size).toBe(40)
    forgetDrafts(null, 'pa')
    expect([...unkeptDrafts.keys()]).toEqual(Array.from({ length: 10 }, (_, at) => draftKey('pb', `room-${at + 50}`)))
    forgetDrafts(null, 'pb')
  })
})
