import { expect, test } from 'bun:test'
import { goodStory, Story } from './story.ts'

test('a run that did nothing is void, not green', () => {
  expect(new Story().ends().void).toBe('nothing was acknowledged')
  const mute = new Story()
  mute.says('ada', 'a1')
  expect(mute.ends().void).toBe('nobody received anything')
  expect(goodStory().ends().void).toBeNull()
})

test('a fault that was wanted and left no proof makes the run void', () => {
  const story = goodStory()
  story.deeds.push(
    { t: 1, kind: 'fault', id: 'F-1', proof: 'SIGKILL seen' },
    { t: 1, kind: 'fault', id: 'F-6', proof: '' },
  )
  expect(story.ends({ faults: ['F-1'] })).toMatchObject({ void: null, checked: { faults: { 'F-1': 1 } } })
  expect(story.ends({ faults: ['F-1', 'F-6'] }).void).toBe('did not happen, or left no proof: F-6')
})

test('it says how much it has checked', () => {
  expect(goodStory().ends().checked).toMatchObject({
    commands: 4,
    acknowledged: 4,
    received: 8,
    clients: 2,
    rooms: 1,
    events: 4,
  })
})

test('[P-11] entries of different clients may come in any order', () => {
  const story = goodStory()
  const [ada, bob] = ['ada', 'bob'].map((name) => story.entries.filter(({ client }) => client === name))
  story.entries.splice(0, story.entries.length, ...(bob ?? []), ...(ada ?? []))
  expect(story.breaks()).toEqual([])
})
