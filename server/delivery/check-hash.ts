/**
 * Keyed hash of what was first sent with a cid: another wish with the same cid is a conflict (P-5). It outlives edits and
 * erasure, and says nothing about the words. Bun's own hasher: that of node:crypto is a stream, and five times as dear.
 */
export const createCheckHash =
  (secret: Buffer) =>
  (sent: string): string =>
    new Bun.CryptoHasher('sha256', secret).update(sent).digest('base64url').slice(0, 22)
