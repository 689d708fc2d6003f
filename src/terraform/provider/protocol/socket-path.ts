/** The least `sun_path` among systems (macOS), with its final zero. */
export const MAX_SOCKET_PATH = 103;
