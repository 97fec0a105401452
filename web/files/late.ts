/** What other late parts take of this one. Nothing of the first load imports it. */
export { FileLink, FileRow } from './FileRow.tsx'
export { type Form, useAddress } from './file-address.ts'
export { openLightbox, prepareLightbox } from './open-lightbox.ts'
export { copyPicture, saveFile } from './save-file.ts'
export { startFiles } from './start-files.ts'
export { closeLightbox, type Shown, viewing } from './viewing.ts'
