import { commands } from './commands/commands.ts'
import { draining } from './commands/draining.ts'
import { frames } from './frames.ts'
import type { Fuzzer } from './fuzzer.ts'
import { http } from './http/http.ts'
import { parsers } from './parsers.ts'
import { uploads } from './uploads/uploads.ts'

/** All kinds of nonsense that we know to make (promises.md 5). */
export const fuzzers: readonly Fuzzer[] = [frames, parsers, commands, draining, http, uploads]
