import { expect, test } from 'bun:test'
import { matcherOf } from './address-pattern.ts'

const file = `f${'0'.repeat(26)}`

test('[T-49] an address is matched by the ids of its places, whole and as they are', () => {
  const isFile = matcherOf('/api/files/:file')
  expect(isFile(`/api/files/${file}`)).toEqual({ file })
  const others = [
    `/api/files/${file}/thumb`,
    `/api/files/${file}/`,
    `/api/files/${file.slice(1)}`,
    `/api/files/${file.toUpperCase()}`,
    `/api/files/${file}%00`,
    `/api/files/u${file.slice(1)}`,
    '/api/files/../files/x',
    `//api/files/${file}`,
    `/x/api/files/${file}`,
    `/api/files/${file}\n`,
  ]
  expect(others.filter((path) => isFile(path))).toEqual([])
})

test('a dot is a dot', () => {
  const isExport = matcherOf('/api/rooms/:room/export.:kind')
  const room = `r${'0'.repeat(12)}`
  expect(isExport(`/api/rooms/${room}/export.zip`)).toEqual({ room, kind: 'zip' })
  expect(isExport(`/api/rooms/${room}/exportxzip`)).toBeNull()
})
