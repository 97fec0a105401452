export { holdsUnsent } from './guard-leaving.ts'
export { startUploads } from './start.ts'
