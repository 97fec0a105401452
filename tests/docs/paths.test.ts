import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Glob } from 'bun'

const root = path.resolve(import.meta.dir, '../..')
const pages = ['docs/house.md', ...new Glob('docs/decisions/*.md').scanSync({ cwd: root })]
/** Examples of what one would make. */
const imagined = new Set(['protocol/polls.ts', 'server/polls/', 'web/polls/', 'server/storage/migrations/0002-….ts'])

/** Whatever in a page looks like a path of the repository: in code spans and in the drawn path of a message. */
function pathsIn(page: string): string[] {
  const text = readFileSync(path.join(root, page), 'utf8')
  const found = text.matchAll(/(?<![\w/.-])(?:bench|bin|deploy|docs|protocol|sdk|server|tests|web)\/[\w./…-]*/g)
  return [...found].map(([name]) => name.replace(/[.,]$/, '')).filter((name) => !imagined.has(name))
}

for (const page of pages) {
  test(`every file that ${page} names is there`, () => {
    expect(pathsIn(page).filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })
}

test('the pages do name files', () => expect(pathsIn('docs/house.md').length).toBeGreaterThan(30))
