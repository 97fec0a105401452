import { enPersons } from './en-persons.ts'
import { shownLanguage } from './index.ts'
import { type PersonWords, zhCNPersons } from './zh-cn-persons.ts'

export type { PersonWords } from './zh-cn-persons.ts'

/** Words for people, which are loaded late, in the language of the page. */
export const personWords = (): PersonWords => (shownLanguage.value === 'zh-CN' ? zhCNPersons : enPersons)
