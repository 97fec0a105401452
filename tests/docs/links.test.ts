import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Glob } from 'bun'

const root = path.resolve(import.meta.dir, '../..')
const pages = ['*.md', 'docs/**/*.md'].flatMap((pattern) => [...new Glob(pattern).scanSync({ cwd: root })])

/** As GitHub makes it of a heading: lower case, signs away, spaces as dashes. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

/** The page without its fenced blocks: what looks like a link or a heading there is none. */
const proseOf = (file: string): string => readFileSync(path.join(root, file), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')

const anchorsOf = (file: string): Set<string> =>
  new Set([...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)))

function brokenLinks(page: string): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(file))
    if (!existsSync(path.join(root, target))) return true
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(decodeURI(anchor))
  })
}

for (const page of pages) {
  test(`every link of ${page} leads somewhere`, () => {
    expect(brokenLinks(page)).toEqual([])
  })
}

test('a link that leads nowhere is found', () => {
  expect(anchorsOf('docs/protocol.md')).toContain('1-a-session')
  expect(anchorsOf('docs/protocol.md')).not.toContain('0-nothing')
})
