/** Protocol versions that this code speaks, newest last. A server answers a hello of any of these (P-20). */
export const versions = [1] as const
export const subprotocol = 'teahouse.v1'
