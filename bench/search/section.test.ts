import { expect, test } from 'bun:test'
import { searchSectionOf, withSearchSection } from './section.ts'

const section = (words: string): string =>
  `<!-- search: written by \`npm run bench -- --only search\` -->\n${words}\n<!-- /search -->`

test('the section of search goes to the end of the page, and then takes the place of the older one', () => {
  const page = withSearchSection('# Benchmarks\n\nFigures.\n', section('first $& run'))
  expect(page).toBe(`# Benchmarks\n\nFigures.\n\n${section('first $& run')}\n`)
  expect(withSearchSection(page, section('second'))).toBe(`# Benchmarks\n\nFigures.\n\n${section('second')}\n`)
  expect([searchSectionOf(page), searchSectionOf('# none')]).toEqual([section('first $& run'), null])
})
