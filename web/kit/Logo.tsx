/** A bowl from above with the tail of a speech bubble. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg class="logo" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <path class="logo-wall" d="M20 2a18 18 0 1 1-9.6 33.2L3.6 37c-.9.2-1.7-.6-1.4-1.5L4.4 29A18 18 0 0 1 20 2Z" />
      <circle class="logo-inside" cx="20" cy="20" r="11.6" />
      <circle class="logo-tea" cx="20" cy="20.4" r="9.6" />
    </svg>
  )
}
