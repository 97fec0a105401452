import { bodyOf, type ShownLine } from './lines.ts'
import { saidIn } from './said.ts'

/** What a message says as it stands now. */
export const saidNow = (line: ShownLine): string =>
  saidIn({ body: bodyOf(line), mentions: (line.now?.edited ?? line).mentions, line })
