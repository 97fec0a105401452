import { matchesPerson } from '#web/kit/initials.ts'

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** By its initials or its pinyin: of the whole, or of a part, since titles have digits and signs that names seldom have. */
const soundsLike = (name: string, query: string): boolean =>
  [name, ...name.split(/[^\p{L}\p{M}]+/u)].some((part) => part !== '' && matchesPerson(part, query))

/** How well a name answers what was typed; a smaller grade is better, null is not meant at all. */
export function gradeOf(name: string, query: string): number | null {
  const [wanted, whole] = [plain(query), plain(name)]
  if (wanted === '') return 0
  if (whole === wanted) return 0
  if (whole.startsWith(wanted)) return 1
  const at = whole.indexOf(wanted)
  if (at > 0) return /[\p{L}\p{N}]/u.test(whole[at - 1] ?? '') && !/\p{Script=Han}/u.test(wanted[0] ?? '') ? 3 : 2
  return soundsLike(name, query) ? 4 : null
}

/** The best grade of the names by which something goes: its title, its address. */
function bestOf(names: readonly string[], query: string): number | null {
  const grades = names.map((name) => gradeOf(name, query)).filter((grade) => grade !== null)
  return grades.length === 0 ? null : Math.min(...grades)
}

/** Those that are meant, the best first; what is as good stays in the order in which it came. */
export function rank<T>(all: readonly T[], query: string, namesOf: (one: T) => readonly string[]): T[] {
  const found = all.flatMap((one, at) => {
    const grade = bestOf(namesOf(one), query)
    return grade === null ? [] : [{ one, at, grade }]
  })
  return found.sort((one, other) => one.grade - other.grade || one.at - other.at).map(({ one }) => one)
}
