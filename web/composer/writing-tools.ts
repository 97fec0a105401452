// What is wanted only while somebody writes; it comes with the first key (load-tools.ts).
export { CompletionList } from './CompletionList.tsx'
export { Completing } from './completion.ts'
export { wrapSelection } from './wrap-selection.ts'
