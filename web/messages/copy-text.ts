export type Copied = { name: string; time: string; text: string }

/** Several messages as plain text: who and when, then what, indented by a space; neighbours of one author share the head. */
export function copyText(rows: readonly Copied[]): string {
  const parts: string[] = []
  let head = ''
  for (const { name, time, text } of rows) {
    const own = `${name} ${time}`
    if (own !== head) parts.push(own)
    head = own
    parts.push(
      text
        .split('\n')
        .map((line) => ` ${line}`)
        .join('\n'),
    )
  }
  return parts.join('\n')
}
