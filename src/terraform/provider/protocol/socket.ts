/** The least `sun_path` among systems (macOS), with its final zero. */
export const LONGEST_SOCKET = 103;
