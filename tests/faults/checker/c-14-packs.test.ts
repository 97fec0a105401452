import { expect, test } from 'bun:test'
import { goodStory, type Story } from './story.ts'

type Pack = { pack: string; title: string; pictures: readonly string[] }
const one: Pack = { pack: 'k1', title: 'pack 1', pictures: ['e1', 'e2'] }
const two: Pack = { pack: 'k2', title: 'pack 2', pictures: ['e3'] }

/** The landlady has made both. */
function withPacks(): Story {
  const story = goodStory()
  for (const pack of [one, two]) story.writes('landlady', { kind: 'packed', ...pack })
  return story
}

const lists = (story: Story, packs: readonly Pack[], askedT = story.now) =>
  story.writes('landlady', { kind: 'packs', askedT, packs })
const restores = (story: Story) =>
  story.deeds.push({ t: story.now + 1, kind: 'epoch_changed', room: 'other', from: 'a', to: 'b', head: 1 })

test('[C-14] each list has what was acknowledged before it was asked for', () => {
  const story = withPacks()
  lists(story, [], 1_000)
  lists(story, [two, one])
  story.writes('landlady', { kind: 'unpacked', pack: 'k1' })
  lists(story, [two])
  const report = story.ends({ roads: ['pack'] })
  expect(report).toMatchObject({ count: 0, void: null, checked: { packed: 3 } })
  expect(goodStory().ends({ roads: ['pack'] }).void).toBe('nothing came by pack')
})

test('[C-14] [P-3] [B-33] one is missing, or has other pictures: a loss, but for a restore', () => {
  for (const list of [[one], [one, { ...two, pictures: [] }], [{ ...one, pictures: ['e1'] }, two]]) {
    const story = withPacks()
    lists(story, list)
    expect(story.breaks()).toEqual(['C-14'])
    restores(story)
    expect(story.breaks()).toEqual([])
  }
})

test('[C-14] [B-34] one that was taken away is there', () => {
  const story = withPacks()
  story.writes('landlady', { kind: 'unpacked', pack: 'k1' })
  lists(story, [one, two])
  expect(story.breaks()).toEqual(['C-14'])
})

test('[C-14] [P-5] sent twice, and made twice; a restore does not do that', () => {
  const story = withPacks()
  lists(story, [one, two, { ...two, pack: 'k3' }])
  restores(story)
  expect(story.breaks()).toEqual(['C-14'])
})
