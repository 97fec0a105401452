import { expect, test } from 'bun:test'
import type { File } from '#protocol/files.ts'
import { loadWords } from '#web/words/index.ts'
import { sayFiles } from './say-files.ts'

const file = (kind: File['kind'], more: Partial<File> = {}): File => ({
  id: 'f1',
  kind,
  name: 'map.pdf',
  type: 'x/y',
  bytes: 1,
  ...more,
})
const tea = { name: '茶', id: 'e1', width: 1, height: 1 }

test('where there are only words, files and emoticons are words, in both languages', async () => {
  await loadWords('zh-CN')
  expect(sayFiles('看', { files: [file('picture')] })).toBe('[图片] 看')
  expect(sayFiles('', { files: [file('file')] })).toBe('[文件] map.pdf')
  expect(sayFiles('', { files: [file('voice', { duration_ms: 12_400 })] })).toBe('[语音] 0:12')
  expect(sayFiles('来 :茶: 吧', { emoticons: [tea] })).toBe('来 [茶] 吧')
  expect(sayFiles(':茶:', { sticker: tea })).toBe('[茶]')
  expect(sayFiles('12:茶:30', {})).toBe('12:茶:30')
  await loadWords('en')
  const described = { files: [file('picture', { alt: 'a cup' })] }
  expect(sayFiles('look', described)).toBe('[Picture] a cup look')
  expect(sayFiles('look', { ...described, isSeen: true })).toBe('[Picture] look')
  expect(sayFiles('', { ...described, isSeen: true })).toBe('[Picture] a cup')
  expect(sayFiles('map', { files: [file('file')], isSeen: true })).toBe('[File] map.pdf map')
  expect(sayFiles('look', { files: [file('picture'), file('picture')] })).toBe('[Picture] × 2 look')
})
