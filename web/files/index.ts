export { boxOf, isCut, isSeen, mostOf } from './boxes.ts'
export { FilesPlace } from './FilesPlace.tsx'
export { cellsOf, rowHeights } from './grid.ts'
export type { FilesView } from './load-files.ts'
