/** `typeOnly`: nothing of it is left when the program runs. `import { type A }` is not: it still loads the file. */
export type Import = { specifier: string; typeOnly: boolean }

const statements = /\b(?:import|export)\s+(?<type>type\s+)?[\w$*{},\s]*?\s*from\s*(['"])(?<from>[^'"\n]+)\2/g
const others = /\bimport\s*\(?\s*(['"])(?<from>[^'"\n]+)\1/g

/** The imports and re-exports of a TypeScript file whose comments were taken out; `import()` of a fixed name, too. */
export function importsOf(code: string): Import[] {
  const found: Import[] = []
  for (const { groups } of code.matchAll(statements)) {
    found.push({ specifier: groups?.['from'] ?? '', typeOnly: Boolean(groups?.['type']) })
  }
  for (const { groups } of code.matchAll(others)) found.push({ specifier: groups?.['from'] ?? '', typeOnly: false })
  return found
}

/**
 * Blanks out comments, and leaves strings, templates and everything else as it is. A regular expression that holds a
 * quote or `//` may confuse it: then it blanks too little or too much of that one line.
 */
export function withoutComments(source: string): string {
  const token = /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return source.replace(token, (text) => (text.startsWith('/*') || text.startsWith('//') ? blank(text) : text))
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')
