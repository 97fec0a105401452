/**
 * Characters that the eye takes for a plain letter or digit, in their folded (lower) case; ı, i, l, 1 and | are one sign,
 * o and 0 another. Simplified from `confusables.txt` of Unicode UTS 39 (copyright Unicode, Inc., Unicode License v3),
 * as the npm package `unhomoglyph` 1.0.6 (MIT) carries it: letters alone, targets of one ASCII character, no script that
 * is written from the right. Added by hand: small capitals, and Cyrillic and Greek letters that look Latin as capitals.
 */
const latin: Readonly<Record<string, string>> = {
  '2': 'ƨϩᒿꙅꝛ',
  '3': 'ȝɜʒзӡⳍꝫ𑣊𖼻',
  '4': 'ꮞ𑣏',
  '5': 'ƽ𑣛',
  '6': 'бⳓꮾ𑣕',
  '7': '𐓺𑣆',
  '8': 'ȣ𐌚',
  '9': 'ⳋꝯ𑣌𑣖',
  a: 'ɑαаᗅᴀꓮꭺ𐊠𖽀',
  b: 'ƅʙβвьᏼᑲᖯᗷꓐꞵꮟ𐊂𐊡𐌁',
  c: 'ϲсᴄⲥꓚꮯ𐊢𐌂𐐽𐔜',
  d: 'ԁᑯᗞᗪᴅꓒꓓꭰꮷ',
  e: 'ɛεеєҽᴇⴹꓰꬲꭼ𐊆𑣎',
  f: 'ϝքᖴẝꓝꜰꞙꬵ𐊇𐊥𐔥𑣂',
  g: 'ƍɡɢԍցᏻᶃꓖꮐ',
  h: 'ʜнһհᕼⲏꓧꮋꮒ𐋏',
  j: 'ʝϳјᒍᴊꓙꭻ',
  k: 'κкᛕᴋⲕꓗꮶ𐔘',
  l: 'ǀɩɪʟιіӏᒪᛁⲓⳑⵏꓡꓲꙇꭵꮮ𐊊𐌉𐑃𐔦𑣃𑣒𖼖𖼨',
  m: 'μϻмᗰᛖᴍⲙꓟꮇ𐊰𐌑',
  n: 'ɴпոռⲛꓠ𐔓',
  o: 'οσоօଠഠဝჿዐᴏᴑ○◯ⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑣈𑣗',
  p: 'ρрᑭᴘⲣꓑꮲ𐊕',
  q: 'ԛգզⵕ',
  r: 'ʀгᖇᴦⲅꓣꭇꭈꭱꮁꮢ𐓜𖼵',
  s: 'ѕտꓢꜱꮥꮪ𐊖𐑈𑣁𖼺',
  t: 'τтᴛⲧꓔꭲ𐊗𐊱𐌕𑣜𖼊',
  u: 'ʋսሀᑌᴜꓴꞟꭎꭒ𐓶𑣘𖽂',
  v: 'ѵᐯᴠⴸꓦꛟꮩ𐔝𑜆𑣀𖼈',
  w: 'ɯѡԝաᴡꓪꮃꮤ𑜊𑜎𑜏',
  x: 'χхᕁᕽᚷⲭⵝꓫꭓ𐊐𐊴𐌗𐔧',
  y: 'ɣʏγуүყᶌỿⲩꓬꭚꭹꮍ𐊲𑣄𖽃',
  z: 'ζᴢꓜꮓ𑣉',
}

/** The same for signs and for Chinese characters beside kana. 土 and 士, 日 and 曰 are words of their own and stay apart. */
const others: Readonly<Record<string, string>> = {
  l: 'i1|¦∣❘',
  o: '0◦⚬',
  '-': '‐‑‒–−⁃﹣',
  一: '—―ー',
  '·': '•‧∙⋅・᛫ㆍ',
  "'": '‘’ʼʻʹ`´′ꞌ',
  '"': '“”″',
  ':': '∶ː׃꞉',
  '~': '∼〜˜',
  二: 'ニ',
  八: 'ハ',
  力: 'カ',
  卜: 'ト',
  口: 'ロ囗',
  夕: 'タ',
  工: 'エ',
  へ: 'ヘ',
  ی: 'يىۍې',
  ک: 'كڪ',
  ه: 'ہەھ',
}

export const lookAlikes: ReadonlyMap<string, string> = new Map(
  [...Object.entries(latin), ...Object.entries(others)].flatMap(([plain, alike]) =>
    Array.from(alike, (sign): [string, string] => [sign, plain]),
  ),
)

/**
 * Greek letters whose capital and small form look like different Latin ones. Beside Latin letters they count as they
 * are written (first row); in a Greek name as their capital (second row), so that both cases are one name.
 */
export const greekAsWritten: ReadonlyMap<string, string> = new Map([
  ['Ν', 'n'],
  ['ν', 'v'],
  ['Η', 'h'],
  ['η', 'n'],
  ['Υ', 'y'],
  ['υ', 'u'],
])
export const greekAsCapital: ReadonlyMap<string, string> = new Map([
  ['ν', 'n'],
  ['η', 'h'],
  ['υ', 'y'],
])
