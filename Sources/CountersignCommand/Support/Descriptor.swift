#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes all of `bytes` to the open file, pipe or terminal `descriptor`; false where it takes no more.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      guard errno == EINTR || (errno == EAGAIN && waitUntilWritable(descriptor)) else {
        return false
      }
      continue
    }
    rest = rest.dropFirst(count)
  }
  return true
}

/// All that the open file or pipe `descriptor` holds; nil, with `errno`, where it cannot be read.
///
/// `errno` is `EFBIG` for more than `limit` bytes, and `ETIMEDOUT` where a writer says nothing for half a minute.
func readAll(from descriptor: Int32, limit: Int) -> [UInt8]? {
  var bytes: [UInt8] = []
  var status = stat()
  // A file's size is known; a pipe's is 0. What a file says of itself is not believed without bounds.
  if fstat(descriptor, &status) == 0 { bytes.reserveCapacity(min(Int(status.st_size), 1 << 26)) }
  var part = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &part, part.count)
    if count > 0 {
      bytes += part[..<count]
      guard bytes.count <= limit else {
        errno = EFBIG
        return nil
      }
    } else if count == 0 {
      return bytes
    } else if errno == EAGAIN {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 30_000) == 0 {
        errno = ETIMEDOUT
        return nil
      }
    } else if errno != EINTR {
      return nil
    }
  }
}

/// Waits for a pipe that somebody opened without blocking; false where it will never take anything.
private func waitUntilWritable(_ descriptor: Int32) -> Bool {
  var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  return poll(&waiting, 1, -1) == 1
}
