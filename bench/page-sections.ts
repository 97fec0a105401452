import type { Machine } from './machine.ts'

/** Made of the figures of all runs, and written anew by each. */
const ofAllRuns = ['summary', 'goals']

const begin = (name: string): string =>
  `<!-- ${name}: written by \`npm run bench${ofAllRuns.includes(name) ? '' : ` -- --only ${name}`}\` -->`
const end = (name: string): string => `<!-- /${name} -->`

/** A section of docs/benchmarks.md that is measured by itself, and stays when the rest is written anew. */
export const framed = (name: string, lines: readonly string[]): string => [begin(name), ...lines, end(name)].join('\n')

/** A page with this section in it, in the place of an older one, else at the end. */
export function withSection(page: string, name: string, written: string): string {
  const old = sectionOf(page, name)
  return old === null ? `${page.trimEnd()}\n\n${written}\n` : page.replace(old, () => written)
}

export function sectionOf(page: string, name: string): string | null {
  const from = page.indexOf(begin(name))
  const to = page.indexOf(end(name), from)
  return from < 0 || to < 0 ? null : page.slice(from, to + end(name).length)
}

/** Plots lie beside the page, in docs/benchmarks/. `words` are for who does not see them. */
export const plotLine = (name: string, words: string): string => `![${words}](benchmarks/${name}.svg)`

/** How a section says what its figures come from: the command, the day (UTC), the commit, the processor. */
export const measuredBy = (command: string, { commit, processor }: Pick<Machine, 'commit' | 'processor'>): string =>
  `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${processor}`
