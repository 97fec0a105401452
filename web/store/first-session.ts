import { askSession } from './ask-session.ts'

const { dataset, lang } = document.documentElement
/** Asked before the program of the page is here, which takes longer to come than the answer: a file of its own (decision 0062). */
export const firstAnswer = askSession(dataset['base'] ?? '', lang === 'en' ? 'en' : 'zh-CN')
// Whoever hears of a failure comes later.
firstAnswer.catch(() => undefined)
