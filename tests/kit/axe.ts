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

/** What axe-core finds wrong with the page as it stands, a line for each element; empty when nothing. */
export async function axeViolations(page: Page, what: keyof typeof wishes = 'everything'): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  // By the debugger, since the page's own policy rightly refuses a script from elsewhere; half a megabyte, so once a page.
  const { result: there } = await devtools.send('Runtime.evaluate', { expression: `'axe' in globalThis` })
  if (there.value !== true) await devtools.send('Runtime.evaluate', { expression: `(() => {${source}})()` })
  // Of what passes nothing is told.
  const wish = { ...wishes[what], resultTypes: ['violations'], iframes: false }
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify(wish)}).then((found) => JSON.stringify(found.violations))`,
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
export async function violations(visitor: Visitor): Promise<string[]> {
  await visitor.rests()
  if (visitor.locale !== 'en') return axeViolations(visitor.page, 'words')
  const light = await axeViolations(visitor.page)
  await visitor.page.emulateMedia({ colorScheme: 'dark' })
  await visitor.rests()
  const dark = await axeViolations(visitor.page, 'colours')
  await visitor.page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map((line) => `dark: ${line}`)]
}
