/** What happens in a transcript of docs/protocol.md, line by line. `who` is the client's name there. */
export type Step =
  | { kind: 'session' | 'connect' | 'lost'; who: string }
  | { kind: 'send' | 'expect'; who: string; text: string }

export type Block = { kind: string; name: string; lines: readonly string[] }

/** The fenced blocks of a page that have a kind and a name: ```transcript a send. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+) (.+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', name = '', text = '']) => ({
    kind,
    name,
    lines: text.trimEnd().split('\n'),
  }))
}

export function stepsOf(lines: readonly string[]): Step[] {
  return lines.map((line) => {
    const [, who = '', mark = '', text = ''] = /^(\w+)([:<>]) (.+)$/.exec(line) ?? []
    if (mark === '>') return { kind: 'send', who, text }
    if (mark === '<') return { kind: 'expect', who, text }
    if (text === 'session' || text === 'connect' || text === 'lost') return { kind: text, who }
    throw new Error(`A transcript cannot say: ${line}`)
  })
}

/** What the placeholders of a transcript stand for, as JSON. */
export type Bindings = Map<string, string>

/** `text` with each placeholder replaced by what it stands for; inside quotes a text's own quotes are left out. */
export function filledIn(text: string, bindings: Bindings): string {
  return text.replace(/("?)‹(\w+)›\1/g, (_found, _quote, name: string) => {
    const value = bindings.get(name)
    if (value === undefined) throw new Error(`‹${name}› is not known yet`)
    return value
  })
}

/** Whether a frame is what a line says; binds the placeholders that were free. Leaves `bindings` alone when it is not. */
export function matches(line: string, frame: string, bindings: Bindings): boolean {
  const pattern: unknown = JSON.parse(line.replace(/(?<!")‹(\w+)›(?!")/g, '"‹any $1›"'))
  const trial = new Map(bindings)
  if (!isLike(pattern, JSON.parse(frame), trial)) return false
  for (const [name, value] of trial) bindings.set(name, value)
  return true
}

function isLike(pattern: unknown, value: unknown, bindings: Bindings): boolean {
  const [, any, name] = (typeof pattern === 'string' && /^‹(any )?(\w+)›$/.exec(pattern)) || []
  if (name !== undefined) return (typeof value === 'string') === (any === undefined) && binds(name, value, bindings)
  if (typeof pattern !== 'object' || pattern === null || typeof value !== 'object' || value === null) {
    return Object.is(pattern, value)
  }
  if (Array.isArray(pattern) !== Array.isArray(value)) return false
  const [parts, found] = [new Map(Object.entries(pattern)), new Map(Object.entries(value))]
  return (
    parts.size === found.size &&
    [...parts].every(([key, part]) => found.has(key) && isLike(part, found.get(key), bindings))
  )
}

function binds(name: string, value: unknown, bindings: Bindings): boolean {
  const json = JSON.stringify(value)
  const known = bindings.get(name)
  if (known === undefined) bindings.set(name, json)
  return known === undefined || known === json
}
