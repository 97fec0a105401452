import type { Separate } from './options.ts'

const begin = (name: Separate): string => `<!-- ${name}: written by \`npm run bench -- --only ${name}\` -->`
const end = (name: Separate): string => `<!-- /${name} -->`

/** A section of docs/benchmarks.md that is measured by itself, and stays when the rest is written anew. */
export const framed = (name: Separate, lines: readonly string[]): string =>
  [begin(name), ...lines, end(name)].join('\n')

/** A page with this section in it, in the place of an older one, else at the end. */
export function withSection(page: string, name: Separate, written: string): string {
  const old = sectionOf(page, name)
  return old === null ? `${page.trimEnd()}\n\n${written}\n` : page.replace(old, () => written)
}

export function sectionOf(page: string, name: Separate): string | null {
  const from = page.indexOf(begin(name))
  const to = page.indexOf(end(name), from)
  return from < 0 || to < 0 ? null : page.slice(from, to + end(name).length)
}
