export { emoticonsIn } from './emoticons-in.ts'
export { findPictures, nameIn } from './find-pictures.ts'
export { PictureView } from './PictureView.tsx'
export { forgetPack, type Listed, listedById, packs, readPacks, tellPack } from './pack-list.ts'
