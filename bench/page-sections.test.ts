import { expect, test } from 'bun:test'
import { framed, measuredBy, sectionOf, withSection } from './page-sections.ts'

test('a section goes to the end of the page, and then takes the place of the older one', () => {
  const first = framed('search', ['first $& run'])
  expect(first).toBe('<!-- search: written by `npm run bench -- --only search` -->\nfirst $& run\n<!-- /search -->')
  const page = withSection(withSection('# Benchmarks\n\nFigures.\n', 'search', first), 'tax', framed('tax', ['dear']))
  expect(page).toBe(`# Benchmarks\n\nFigures.\n\n${first}\n\n${framed('tax', ['dear'])}\n`)
  const second = framed('search', ['second'])
  expect(withSection(page, 'search', second)).toBe(page.replace(first, second))
  expect([sectionOf(page, 'tax'), sectionOf('# none', 'tax')]).toEqual([framed('tax', ['dear']), null])
})

test('goals and summary are of all runs, and say so', () => {
  expect(framed('goals', ['x'])).toBe('<!-- goals: written by `npm run bench` -->\nx\n<!-- /goals -->')
})

test('a section says its command, the day, the commit and the processor, in this order', () => {
  const day = () => new Date().toISOString().slice(0, 10)
  // Midnight may pass between the two.
  const before = day()
  const said = measuredBy('npm run bench', { commit: 'abc1234', processor: 'a processor' })
  const saidOn = (at: string) => `\`npm run bench\`, ${at}, commit abc1234, a processor`
  expect([saidOn(before), saidOn(day())]).toContain(said)
})
