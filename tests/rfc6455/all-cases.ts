import type { Case } from './case.ts'
import { classicCases } from './classic.ts'
import { closeCases } from './closing.ts'
import { compressionCases } from './compression.ts'
import { earlyCases } from './early-frames.ts'
import { fragmentCases } from './fragments.ts'
import { limitCases } from './limit-cases.ts'
import { pingCases } from './pings.ts'
import { opcodeCases, reservedBitCases } from './reserved.ts'
import { sizeCases } from './sizes.ts'
import { utf8Cases } from './utf8.ts'

export const allCases: readonly Case[] = [
  ...earlyCases,
  ...sizeCases,
  ...pingCases,
  ...reservedBitCases,
  ...opcodeCases,
  ...fragmentCases,
  ...utf8Cases,
  ...closeCases,
  ...limitCases,
  ...compressionCases,
  ...classicCases,
]
