/** Entries of one memory; above it, it begins anew (HOUSE-12). */
const MOST = 10_000

/**
 * What writes have read of some tables: good until a statement of a write touches one of them, or a write is undone. For
 * what every write asks and hardly any changes. Only for reading inside `write`: there nothing else can change them (HOUSE-3).
 */
export class Remembered<T> {
  readonly #known = new Map<string, T>()
  #version = 0

  /** At once where it is known: nearly every write finds it so. */
  find(key: string, read: () => T | Promise<T>): T | Promise<T> {
    const known = this.#known.get(key)
    return known === undefined ? this.#read(key, read) : known
  }

  async #read(key: string, read: () => T | Promise<T>): Promise<T> {
    const version = this.#version
    const found = await read()
    if (version !== this.#version) return found
    if (this.#known.size >= MOST) this.#known.clear()
    this.#known.set(key, found)
    return found
  }

  forget(): void {
    this.#version++
    this.#known.clear()
  }
}

const WRITTEN =
  /\b(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+(?:\w+\.)?(\w+)/gi

/** The tables that a statement writes to. By its text: whoever adds a statement has nothing to remember here. */
export const tablesWritten = (text: string): string[] =>
  [...text.matchAll(WRITTEN)].flatMap(([, table]) => (table === undefined ? [] : [table.toLowerCase()]))

/** All memories of one database. */
export class Memories {
  readonly #byTable = new Map<string, Remembered<unknown>[]>()
  /** The memories that a statement empties. */
  #emptiedBy = new WeakMap<TemplateStringsArray, readonly Remembered<unknown>[]>()

  of<T>(tables: readonly string[]): Remembered<T> {
    const memory = new Remembered<T>()
    // They are kept to be emptied, whatever is in them.
    for (const table of tables) this.#byTable.set(table, [...(this.#byTable.get(table) ?? []), memory])
    this.#emptiedBy = new WeakMap()
    return memory
  }

  /** A statement of a write is about to run. */
  hear(text: TemplateStringsArray): void {
    let memories = this.#emptiedBy.get(text)
    if (!memories) {
      memories = tablesWritten(text.join('?')).flatMap((table) => this.#byTable.get(table) ?? [])
      this.#emptiedBy.set(text, memories)
    }
    for (let at = 0; at < memories.length; at++) memories[at]?.forget()
  }

  /** Something was undone: what was read meanwhile may never have been. */
  forgetAll(): void {
    for (const memories of this.#byTable.values()) for (const memory of memories) memory.forget()
  }
}
