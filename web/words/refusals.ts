import { Refused } from '#sdk/index.ts'
import { enRefusals } from './en-refusals.ts'
import { shownLanguage } from './index.ts'
import { type RefusalWords, zhCNRefusals } from './zh-cn-refusals.ts'

export type { RefusalWords } from './zh-cn-refusals.ts'

/** Words of refusals, which come with what can be refused, in the language of the page. */
export const refusalWords = (): RefusalWords => (shownLanguage.value === 'zh-CN' ? zhCNRefusals : enRefusals)

/** What a place says itself of some codes. */
type OwnWords = Readonly<Record<string, string>>

/** Why, as it stands behind what did not work: in the words of the place, or in those that every place has. */
export function whyOfCode(code: string, own: OwnWords = {}): string {
  const { because } = refusalWords()
  return find(own, code) ?? find(because, code) ?? own['other'] ?? because.other
}

/** The same of what a call was rejected with: a refusal, or a lost line. */
export const whyOf = (error: unknown, own?: OwnWords): string =>
  whyOfCode(error instanceof Refused ? error.refusal.code : 'lost', own)

/** A whole sentence, where nothing else says what it was that did not work. */
export function refusalSentence(error: unknown, own?: OwnWords): string {
  if (error instanceof Refused && error.refusal.code === 'rate_limited') {
    const waitMs = error.refusal.retry_after_ms ?? 1_000
    return refusalWords().tooFast(Math.max(1, Math.ceil(waitMs / 1_000)))
  }
  return refusalWords().sentence(whyOf(error, own))
}

/** A newer server may say what this page does not know, also a word that every object has. */
const find = (some: OwnWords, code: string): string | undefined => (Object.hasOwn(some, code) ? some[code] : undefined)
