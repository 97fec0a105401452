import { expect, test } from 'bun:test'
import type { File, FileKind } from './files.ts'
import { clockText, filesText, withFiles } from './files-text.ts'

const words = { picture: '图片', audio: '音频', video: '视频', voice: '语音', file: '文件' }
const file = (kind: FileKind, more: Partial<File> = {}): File => ({
  id: 'f0',
  kind,
  name: '茶.x',
  type: 't',
  bytes: 1,
  ...more,
})

test('what stands for files where only words can', () => {
  expect(filesText([], words)).toBe('')
  expect(filesText([file('picture')], words)).toBe('[图片]')
  expect(filesText([file('picture', { alt: '一杯茶' })], words)).toBe('[图片] 一杯茶')
  expect(filesText([file('picture'), file('picture')], words)).toBe('[图片] × 2')
  expect(filesText([file('voice', { duration_ms: 12_900 })], words)).toBe('[语音] 0:12')
  expect(filesText([file('file'), file('video'), file('audio'), file('picture')], words)).toBe(
    '[文件] 茶.x [视频] 茶.x [音频] 茶.x … × 4',
  )
  expect(withFiles('看', [file('picture')], words)).toBe('[图片] 看')
  expect(withFiles('', undefined, words)).toBe('')
})

test('times of sounds', () => {
  expect([0, 59_999, 60_000, 3_723_000].map(clockText)).toEqual(['0:00', '0:59', '1:00', '1:02:03'])
})
