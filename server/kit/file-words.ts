import type { KindWords } from '#protocol/files-text.ts'
import type { Locale } from '#protocol/people.ts'

/** What kinds of files are called where the server itself speaks to people: pushes, exports, classic pages. As web/words. */
export const fileWords = {
  'zh-CN': { picture: '图片', audio: '音频', video: '视频', voice: '语音', file: '文件' },
  en: { picture: 'Picture', audio: 'Audio', video: 'Video', voice: 'Voice', file: 'File' },
} as const satisfies Record<Locale, KindWords>
