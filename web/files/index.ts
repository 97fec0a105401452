export { boxOf, isCut, isSeen, mostOf } from './boxes.ts'
export { FilesPlace, type FilesView } from './FilesPlace.tsx'
export { cellsOf, rowHeights } from './grid.ts'
