import fc from 'fast-check'

/**
 * Where chance begins in tests. Each run is the same run, so that it fails for a change and not by luck; `SEED=…` looks at
 * other cases: what it finds is a bug, and becomes a row of its own.
 */
export const SEED = Number(process.env['SEED'] ?? 1)

fc.configureGlobal({ seed: SEED })

export { fc }
