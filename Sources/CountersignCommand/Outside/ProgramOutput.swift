internal import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a program writes, gathered on a thread of its own for as long as somebody wants it.
///
/// The end of a pipe comes when the last that holds it has gone, and that may be a daemon which the program left
/// behind. So the gathering ends when it is told to as well, with all that was written by then.
struct ProgramOutput: Sendable {
  /// What came out of the pipes.
  struct Content: Sendable {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var isTooMuch = false
  }

  /// Where the program writes its answer.
  let output: Int32
  /// Where it writes its errors; absent where they are thrown away.
  let errors: Int32?
  private let own: [Int32]
  private let stop: Int32
  private let stopped: Int32

  /// Opens the pipes; nil where there are no descriptors left.
  init?(keepingErrors: Bool) {
    var ends: [Int32] = []
    for _ in 0..<(keepingErrors ? 3 : 2) {
      var pair: [Int32] = [-1, -1]
      guard pipe(&pair) == 0 else {
        for end in ends { close(end) }
        return nil
      }
      for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
      ends += pair
    }
    (stopped, stop, output) = (ends[0], ends[1], ends[3])
    errors = keepingErrors ? ends[5] : nil
    own = keepingErrors ? [ends[2], ends[4]] : [ends[2]]
  }

  /// Begins to gather; at most `limits` bytes of each pipe.
  func gather(limits: [Int]) -> AsyncStream<Content> {
    let (contents, content) = AsyncStream<Content>.makeStream(bufferingPolicy: .bufferingOldest(1))
    DispatchQueue.global().async {
      content.yield(gathered(limits))
      content.finish()
      for end in own + [stopped] { close(end) }
    }
    return contents
  }

  /// Ends the gathering with what has been written; to be called once.
  func finish() { close(stop) }

  private func gathered(_ limits: [Int]) -> Content {
    var parts = own.map { _ in [UInt8]() }
    var open = Set(own.indices)
    func content(isTooMuch: Bool = false) -> Content {
      Content(output: parts[0], errors: parts.count > 1 ? parts[1] : [], isTooMuch: isTooMuch)
    }
    while true {
      var waiting = own.indices.map {
        pollfd(fd: open.contains($0) ? own[$0] : -1, events: Int16(POLLIN), revents: 0)
      }
      waiting.append(pollfd(fd: stopped, events: Int16(POLLIN), revents: 0))
      if poll(&waiting, nfds_t(waiting.count), -1) < 0, errno != EINTR { return content() }
      for place in open {
        guard readAvailable(own[place], into: &parts[place], limit: limits[place]) else {
          open.remove(place)
          continue
        }
        if parts[place].count > limits[place] { return content(isTooMuch: true) }
      }
      if open.isEmpty || waiting[own.count].revents != 0 { return content() }
    }
  }

  /// Reads what is there, up to a little more than `limit` bytes; false at the end of the pipe.
  private func readAvailable(_ pipe: Int32, into bytes: inout [UInt8], limit: Int) -> Bool {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = read(pipe, &part, part.count)
      if count == 0 { return false }
      if count < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN
      }
      bytes += part[..<count]
    }
    return true
  }
}
