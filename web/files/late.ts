/** What other late parts take of this one. Nothing of the first load imports it. */

export { isCut } from './boxes.ts'
export { FileName } from './FileName.tsx'
export { FileLink, FileRow } from './FileRow.tsx'
export { type Form, useAddress } from './file-address.ts'
export { iconOf } from './file-icon.ts'
export { cellsOf, rowHeights } from './grid.ts'
export { openLightbox, prepareLightbox } from './open-lightbox.ts'
export { copyPicture, saveFile } from './save-file.ts'
export { startFiles } from './start-files.ts'
export { Thumb } from './Thumb.tsx'
export { VideoFace } from './VideoBox.tsx'
export { closeLightbox, type Shown, viewing } from './viewing.ts'
