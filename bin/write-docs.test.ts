import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { declaredLimits, declaredSettings } from '#server/config.ts'
import { configurationPage } from './docs-configuration.ts'
import { staleDocs, withBlock } from './write-docs.ts'

test('the reference names every setting once, with its default', () => {
  const page = configurationPage()
  for (const { name, en, zh } of declaredSettings) {
    expect(page.split(`### \`${name}\`\n\n${en}\n\n${zh}\n`)).toHaveLength(2)
  }
  for (const { name, fallback } of declaredLimits) expect(page.split(`| \`${name}\` | ${fallback} |`)).toHaveLength(2)
  expect(page).not.toContain('undefined')
})

test('a check tells a stale page and leaves it; a run writes it; then it is fresh', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'teahouse-docs-'))
  try {
    const docs = [{ path: 'docs/a.md', make: () => 'new\n' }]
    expect(staleDocs(root, docs, { check: true })).toEqual(['docs/a.md'])
    expect(staleDocs(root, docs, { check: false })).toEqual(['docs/a.md'])
    expect(staleDocs(root, docs, { check: true })).toEqual([])
    writeFileSync(path.join(root, 'docs/a.md'), 'old\n')
    expect(staleDocs(root, docs, { check: true })).toEqual(['docs/a.md'])
    expect(readFileSync(path.join(root, 'docs/a.md'), 'utf8')).toBe('old\n')
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('a block is replaced, the hand-written rest stays, and a second time changes nothing', () => {
  const page = '# Hand\n\n<!-- made from code: codes -->\nold\n<!-- end: codes -->\n\nmore\n'
  const fresh = withBlock(page, 'codes', '| a |\n')
  expect(fresh).toBe('# Hand\n\n<!-- made from code: codes -->\n\n| a |\n\n<!-- end: codes -->\n\nmore\n')
  expect(withBlock(fresh, 'codes', '| a |\n')).toBe(fresh)
  expect(() => withBlock(page, 'other', '')).toThrow('other')
})
