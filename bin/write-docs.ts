// `npm run docs` writes the pages, and the parts of pages, that are made from the code; with `--check` it writes nothing
// and exits with 1 when one of them is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { configurationPage } from './docs-configuration.ts'
import { protocolBlocks } from './docs-protocol.ts'

/** `make` gets the page as it is ('' when there is none) and gives it as it should be. */
type Doc = { path: string; make: (current: string) => string }

const docs: readonly Doc[] = [
  { path: 'docs/configuration.md', make: configurationPage },
  { path: 'docs/protocol.md', make: withProtocolTables },
]

function withProtocolTables(page: string): string {
  return Object.entries(protocolBlocks()).reduce((text, [name, block]) => withBlock(text, name, block), page)
}

/**
 * `page` with `text` between the lines `<!-- made from code: name -->` and `<!-- end: name -->`: for a page that is
 * written by hand around its tables. Throws when the page has no such pair of lines.
 */
export function withBlock(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- made from code: ${name} -->\n`, `<!-- end: ${name} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`The page has no block "${name}"`)
  return `${page.slice(0, start)}${open}\n${text.trim()}\n\n${page.slice(end)}`
}

/** Those of `all` below the folder `root` that are stale; writes them unless `check`. */
export function staleDocs(root: string, all: readonly Doc[], { check }: { check: boolean }): string[] {
  const stale: string[] = []
  for (const doc of all) {
    const file = path.join(root, doc.path)
    const current = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const wanted = doc.make(current)
    if (current === wanted) continue
    stale.push(doc.path)
    if (check) continue
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, wanted)
  }
  return stale
}

if (import.meta.main) {
  const check = process.argv.includes('--check')
  const stale = staleDocs(path.resolve(import.meta.dir, '..'), docs, { check })
  for (const name of stale) console.log(check ? `${name} is stale: run npm run docs` : `${name} written`)
  if (check && stale.length > 0) process.exitCode = 1
}
