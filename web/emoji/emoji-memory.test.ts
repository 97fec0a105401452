import { expect, test } from 'bun:test'
import { MOST_RECENTS, parseMemory, withRecent } from './emoji-memory.ts'

test('what was used last stands first, once, and the oldest goes', () => {
  const start = { recents: ['🍵', '👍'], tone: 3 } as const
  expect(withRecent(start, '👍')).toEqual({ recents: ['👍', '🍵'], tone: 3 })
  const full = { recents: Array.from({ length: MOST_RECENTS }, (_, at) => `${at}`), tone: 0 } as const
  expect(withRecent(full, '🎉').recents.length).toBe(MOST_RECENTS)
  expect(withRecent(full, '🎉').recents[0]).toBe('🎉')
})

test('what was kept is read back; what is not ours counts as nothing', () => {
  const memory = { recents: ['🍵'], tone: 5 } as const
  expect(parseMemory(JSON.stringify(memory))).toEqual(memory)
  for (const text of ['', 'null', '7', '[]', '{', '{"recents":"🍵","tone":9}']) {
    expect(parseMemory(text)).toEqual({ recents: [], tone: 0 })
  }
  expect(parseMemory('{"recents":["🍵",7,null],"tone":"2"}')).toEqual({ recents: ['🍵'], tone: 0 })
  expect(parseMemory(JSON.stringify({ recents: Array(1_000).fill('🍵') })).recents.length).toBe(MOST_RECENTS)
})
