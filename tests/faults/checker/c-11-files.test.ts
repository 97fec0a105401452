import { expect, test } from 'bun:test'
import { fileOf, goodStory, type Story } from './story.ts'

/** Ada has sent a file with number 5. */
function withFile(): Story {
  const story = goodStory()
  story.saysWith('ada', 'a3', { files: [fileOf(5)] }, 'ada', 'bob')
  return story
}

test('[C-11] [P-19] [P-33] the bytes of its name, or a refusal by name, or a line that broke', () => {
  const story = withFile()
  story.downloads('bob', 5, { bytes: fileOf(5) })
  story.downloads('bob', 5, { how: 'refused', code: 'rate_limited' })
  story.downloads('bob', 5, { how: 'broken' })
  story.lists('bob', 5)
  const report = story.ends({ roads: ['download'] })
  expect(report).toMatchObject({ count: 0, void: null, checked: { downloaded: 1, denied: 1 } })
  expect(withFile().ends({ roads: ['download'] }).void).toBe('nothing came by download')
})

test('[C-11] [B-21] other bytes', () => {
  const story = withFile()
  story.downloads('bob', 5, { bytes: 'tea' })
  expect(story.breaks()).toEqual(['C-11'])
})

test('[C-11] [B-28] a picture that is another one for others; of its bytes nothing else is known', () => {
  const story = withFile()
  story.downloads('bob', 5, { how: 'bytes', hash: 1 })
  story.downloads('ada', 5, { how: 'bytes', hash: 1 })
  expect(story.breaks()).toEqual([])
  story.downloads('eve', 5, { how: 'bytes', hash: 2 })
  expect(story.breaks()).toEqual(['C-11'])
})

test('[C-11] [B-24] an error without a name', () => {
  for (const code of ['http 500', 'internal', '']) {
    const story = withFile()
    story.downloads('bob', 5, { how: 'refused', code })
    expect(story.breaks()).toEqual(['C-11'])
  }
})

test('[C-11] [P-19] not there, though its message is; nobody knows so of what was asked for before it came', () => {
  const story = withFile()
  story.downloads('bob', 5, { how: 'refused', code: 'not_found' }, 1_000)
  expect(story.breaks()).toEqual([])
  story.downloads('bob', 5, { how: 'refused', code: 'not_found' })
  expect(story.breaks()).toEqual(['C-11'])
})

test('[C-5] a list names a file that no message of the log has', () => {
  const story = withFile()
  story.lists('bob', 4)
  expect(story.breaks()).toEqual(['C-5'])
})
