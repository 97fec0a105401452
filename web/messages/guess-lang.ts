const kana = /[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]/
const hangul = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/
const han = /\p{Script=Han}/u

/**
 * Language of a text by its letters, for glyphs, line breaks and the voice. '' says that it is not known: an English
 * message on a Chinese page must not get Chinese quotation marks (UX-21).
 */
export function guessLang(text: string): 'ja' | 'ko' | 'zh-CN' | '' {
  if (kana.test(text)) return 'ja'
  if (hangul.test(text)) return 'ko'
  return han.test(text) ? 'zh-CN' : ''
}
