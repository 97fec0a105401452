import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { Visitor } from './page.ts'

const source = readFileSync(path.resolve(import.meta.dir, '../../node_modules/axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The rules that look at colours: they find the same in every language, all others the same in every theme. */
const colourRules = ['color-contrast', 'link-in-text-block']

const wishes = {
  everything: { runOnly: tags },
  colours: { runOnly: { type: 'rule', values: colourRules } },
  words: { runOnly: tags, rules: Object.fromEntries(colourRules.map((rule) => [rule, { enabled: false }])) },
}

type Violation = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }

/** What lies over the page and takes all keys: the rest is the same without it, and was looked at then. */
const over = 'dialog[open], [role=menu]:popover-open'

/**
 * What axe-core finds wrong, a line for each element; empty when nothing. It looks at what lies over the page, where something
 * does, at `part` when it is given, and else at the whole page as it stands.
 */
export async function axeViolations(
  page: Page,
  what: keyof typeof wishes = 'everything',
  part?: string,
): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  // By the debugger, since the page's own policy rightly refuses a script from elsewhere; half a megabyte, so once a page.
  const { result: there } = await devtools.send('Runtime.evaluate', { expression: `'axe' in globalThis` })
  if (there.value !== true) await devtools.send('Runtime.evaluate', { expression: `(() => {${source}})()` })
  // Of what passes nothing is told.
  const wish = { ...wishes[what], resultTypes: ['violations'], iframes: false }
  const where = part
    ? `[...document.querySelectorAll(${JSON.stringify(part)})]`
    : `([...document.querySelectorAll(${JSON.stringify(over)})].at(-1) ?? document)`
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
    expression: `axe.run(${where}, ${JSON.stringify(wish)}).then((found) => JSON.stringify(found.violations))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await devtools.detach()
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  const violations: Violation[] = JSON.parse(String(result.value))
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

/** Violations in both themes, the light one first; colours only in English. The page is left in the light one. */
export async function violations(visitor: Visitor, part?: string): Promise<string[]> {
  await visitor.rests()
  if (visitor.locale !== 'en') return axeViolations(visitor.page, 'words', part)
  const light = await axeViolations(visitor.page, 'everything', part)
  await visitor.page.emulateMedia({ colorScheme: 'dark' })
  await visitor.rests()
  const dark = await axeViolations(visitor.page, 'colours', part)
  await visitor.page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map((line) => `dark: ${line}`)]
}
