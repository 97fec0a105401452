import { expect, test } from 'bun:test'
import { framed, sectionOf, withSection } from './page-sections.ts'

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
