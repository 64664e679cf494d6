internal import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a program writes, gathered for as long as somebody wants it.
///
/// The end of a pipe comes when the last that holds it has gone, and that may be a daemon which the program left
/// behind. So the gathering ends when its task is cancelled as well, with all that was written by then.
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

  /// Opens the pipes; nil where there are no descriptors left.
  init?(keepingErrors: Bool) {
    var ends: [Int32] = []
    for _ in 0..<(keepingErrors ? 2 : 1) {
      var pair: [Int32] = [-1, -1]
      guard cs_closed_pipe(&pair) == 0 else {
        for end in ends { close(end) }
        return nil
      }
      _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
      ends += pair
    }
    output = ends[1]
    errors = keepingErrors ? ends[3] : nil
    own = keepingErrors ? [ends[0], ends[2]] : [ends[0]]
  }

  /// Gathers until every pipe has ended, one holds more than its share of `limits`, or the task is cancelled.
  ///
  /// To be called once: it closes this process's ends.
  func gather(limits: [Int]) async -> Content {
    defer { for end in own { close(end) } }
    var parts = own.map { _ in [UInt8]() }
    var open = Set(own.indices)
    while true {
      // Looked at first: what is there by now is still read.
      let isLast = Task.isCancelled
      for place in own.indices where open.contains(place) {
        let goesOn = readAvailable(own[place], into: &parts[place], limit: limits[place])
        if !goesOn { open.remove(place) }
      }
      let isTooMuch = own.indices.contains { parts[$0].count > limits[$0] }
      if isTooMuch || isLast || open.isEmpty {
        return Content(
          output: parts[0], errors: parts.count > 1 ? parts[1] : [], isTooMuch: isTooMuch)
      }
      do {
        try await Task.sleep(for: .milliseconds(5))
      } catch {
        // Cancelled: the next look is the last.
      }
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
