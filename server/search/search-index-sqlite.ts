import type { Run } from '#protocol/text-runs.ts'
import type { Sql } from '#server/storage/database.ts'
import { chainTerms, EDGE_LETTERS } from './analyse.ts'
import type { Phrase } from './read-query.ts'
import type { Document, Place, SearchIndex, Wanted } from './search-index.ts'

/**
 * FTS5 without the texts: the words of a message in order, its edges, and what it is filtered by. A row's number is its
 * room and its place there, so that one room is a range of rows and "newest first" their order: nothing is sorted, and a
 * common word costs no more than a rare one. Rooms below 2^21 and places below 2^32 keep it a whole number in JavaScript.
 */
const PLACES = 2 ** 32
/** Pages that one `tidy` writes, after some 64 messages: about 2 ms. */
const TIDY_PAGES = 32

const rowOf = ({ room, seq }: Place): number => room * PLACES + seq

export const sqliteIndex: SearchIndex = {
  async add(sql, documents) {
    for (const document of documents) {
      const { words, edges, facets } = columnsOf(document)
      await sql`
        insert into search_index (rowid, words, edges, facets) values (${rowOf(document)}, ${words}, ${edges}, ${facets})`
    }
  },

  async remove(sql, document) {
    const { words, edges, facets } = columnsOf(document)
    await sql`
      insert into search_index (search_index, rowid, words, edges, facets)
      values ('delete', ${rowOf(document)}, ${words}, ${edges}, ${facets})`
  },

  async find(sql, { room, from, to, phrases, facets, limit }: Wanted) {
    const match = [...facets.map((facet) => `facets:"${facet}"`), ...phrases.map(matchOf)].join(' AND ')
    const rows = await sql<{ row: number }[]>`
      select rowid as row from search_index
      where search_index match ${match} and rowid >= ${rowOf({ room, seq: from })} and rowid <= ${rowOf({ room, seq: to })}
      order by rowid desc limit ${limit}`
    return rows.map(({ row }) => row % PLACES)
  },

  async tidy(sql) {
    await sql`insert into search_index (search_index, rank) values ('merge', ${TIDY_PAGES})`
  },

  async empty(sql: Sql) {
    await sql`insert into search_index (search_index) values ('delete-all')`
  },
}

function columnsOf({ analysed, facets }: Document): { words: string; edges: string; facets: string } {
  const { terms: words, edges } = analysed
  return { words, edges: edges === '' ? '' : `_${edges.replaceAll(' ', ' _')}`, facets: facets.join(' ') }
}

/**
 * A phrase in the language of FTS5. What stands between the quotes is letters and digits by `runsOf`, so nothing in it can
 * end the quotes or mean anything there (T-67).
 */
function matchOf({ runs, open }: Phrase): string {
  const [only] = runs
  if (runs.length === 1 && only) return matchOfRun(only, open)
  const last = runs.at(-1)
  if (!last) return '""'
  const before = runs.slice(0, -1).flatMap((run) => (run.kind === 'chain' ? chainTerms(run.text) : [run.text]))
  const pairs = pairsOf(last)
  // In a text a last sign has a neighbour, or none: as a beginning it is found in both.
  const goesOn = last.kind === 'word' ? open : pairs.length === 0
  return `words:"${[...before, ...(pairs.length > 0 ? pairs : [last.text])].join(' ')}"${goesOn ? ' *' : ''}`
}

function matchOfRun(run: Run, open: boolean): string {
  const pairs = pairsOf(run)
  if (pairs.length > 0) return `words:"${pairs.join(' ')}"`
  if (run.kind === 'chain') return `edges:"_${run.text}"`
  if (!open) return `words:"${run.text}"`
  return [...run.text].length <= EDGE_LETTERS ? `edges:"_${run.text}"` : `words:"${run.text}" *`
}

/** The pairs of a chain of two signs and more; a word, or one sign, has none. */
const pairsOf = ({ kind, text }: Run): string[] => (kind === 'chain' ? chainTerms(text).slice(0, -1) : [])
