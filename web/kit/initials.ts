// The first character of each letter in the order of pinyin: what sorts at or after it, and before the next, is read
// with that letter. There is none for i, u and v. A character with several readings has its commonest one.
const boundaries: readonly [letter: string, first: string][] = [
  ['a', '阿'],
  ['b', '八'],
  ['c', '嚓'],
  ['d', '咑'],
  ['e', '妸'],
  ['f', '发'],
  ['g', '旮'],
  ['h', '哈'],
  ['j', '丌'],
  ['k', '咔'],
  ['l', '垃'],
  ['m', '妈'],
  ['n', '拏'],
  ['o', '噢'],
  ['p', '妑'],
  ['q', '七'],
  ['r', '呥'],
  ['s', '仨'],
  ['t', '他'],
  ['w', '屲'],
  ['x', '夕'],
  ['y', '丫'],
  ['z', '帀'],
]
const collator = new Intl.Collator('zh-CN-u-co-pinyin')
const han = /\p{Script=Han}/u
const letters = new Map<string, string>()
// 2,000 characters cover nearly all names; the bound holds for who pastes a dictionary.
const MOST_LETTERS = 2_000

function letterOf(character: string): string {
  if (!han.test(character)) return character
  const known = letters.get(character)
  if (known !== undefined) return known
  const found = boundaries.findLast(([, first]) => collator.compare(first, character) <= 0)?.[0] ?? 'a'
  if (letters.size >= MOST_LETTERS) letters.clear()
  letters.set(character, found)
  return found
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** The first letters of a name as one types them: 青柠 is qn, "Alex 王" is alexw. */
export function initialsOf(name: string): string {
  return [...plain(name)].map(letterOf).join('')
}

// What may follow the first letter inside one syllable of pinyin.
const AFTER_CONSONANT =
  '(?:h?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|ia|ua|uo|a|o|e|i|u|v)|h)?'
const AFTER_VOWEL = '(?:ng|n|i|o|u|r)?'
const typed = /^[a-z]{2,40}$/

/** Whether `query` is the pinyin of `initials`, or its beginning, as far as the first letters tell. */
function readsAs(initials: string, query: string): boolean {
  if (!typed.test(query) || !/^[a-z]+$/.test(initials)) return false
  let pattern = ''
  for (const letter of [...initials].slice(0, 16).reverse()) {
    const rest = 'aeo'.includes(letter) ? AFTER_VOWEL : AFTER_CONSONANT
    pattern = `${letter}${rest}(?:${pattern}|$)`
  }
  return new RegExp(`^${pattern}`).exec(query)?.[0] === query
}

/** Whether a person is meant by what was typed: part of the name, of its initials, or its pinyin from the start. */
export function matchesPerson(name: string, query: string): boolean {
  const wanted = plain(query)
  if (!wanted) return true
  if (plain(name).includes(wanted)) return true
  const initials = initialsOf(name)
  return initials.includes(wanted) || (han.test(name) && readsAs(initials, wanted))
}
