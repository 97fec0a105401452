import type { Difference } from './case.ts'

const read = { answers: ['9 unknown_type'], closes: null }

/** Each has its reason; decision 0038 has more. What is not in this list is as RFC 6455 says. */
export const accepted: readonly Difference[] = [
  {
    id: /^9\.5\.[123]$/,
    is: read,
    reason:
      'The runtime takes a length that is not told in the fewest bits. It says the same with more bytes; the limit counts what it says.',
  },
  {
    id: /^0\.3\.1$/,
    is: { status: 101 },
    reason:
      'The runtime upgrades HTTP/1.0, too, and does not tell which version it was. A proxy that speaks it sends no Upgrade.',
  },
  {
    id: /^0\.2\.[89]$/,
    is: { status: 0 },
    reason: 'The runtime ends the line at a method that it does not know, without a word.',
  },
]
