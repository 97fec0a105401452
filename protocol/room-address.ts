/** The address that a title suggests, not checked and not cut: letters and digits, with hyphens for all else. One rule for server and page. */
export const addressOf = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
