internal import CProcess
internal import Processing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that was started below a keeper of its own, which ends with all that came of it.
///
/// Groups, sessions and environments are left at will, so none of them says what a program has started. The kernel
/// does: orphans become children of the keeper, and it is gone only when it has none (`Sources/CProcess/keeper.c`).
struct KeptProgram: Sendable {
  private let keeper: pid_t
  private let input: Int32
  private let hold: Int32
  private let news: Int32

  /// How long a keeper is waited for that kills what does not go, before it is left to it.
  private static let patience = Duration.seconds(30)

  /// Starts the program that `words` name, with nothing in its environment but `environment`; nil where no keeper can be made.
  ///
  /// Its output and its errors go to those descriptors, which stay open here.
  init?(_ words: [String], environment: [String: String], output: Int32, errors: Int32?) {
    // Writing to a program that does not read must be an error, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    let variables = environment.map { "\($0)=\($1)" }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    var kept = cs_kept()
    let trouble = withCStrings(Self.paths(words[0], in: environment["PATH"])) { paths in
      withCStrings(words) { words in
        withCStrings(variables) { cs_start_kept(paths, words, $0, output, errors ?? -1, &kept) }
      }
    }
    guard trouble == 0 else { return nil }
    (keeper, input, hold, news) = (kept.keeper, kept.input, kept.hold, kept.news)
    Keepers.began(keeper)
  }

  /// Where a program of that name may be: in the folders of `PATH`, or there alone where it has a slash.
  private static func paths(_ name: String, in path: String?) -> [String] {
    if name.contains("/") { return [name] }
    return (path ?? "/usr/bin:/bin").split(separator: ":").filter { $0.hasPrefix("/") }.map {
      "\($0)/\(name)"
    }
  }

  /// Gives the program `bytes` and waits for its end, or for that of its time; then nothing that it started goes on.
  ///
  /// To be called once.
  func end(
    feeding bytes: [UInt8], within limit: Duration
  ) async -> Result<Int32, BoundedProgram.Trouble> {
    let start = ContinuousClock.now
    var feeding = Feeding(bytes: bytes, pipe: input)
    var told = News(pipe: news)
    var isLate = false
    var pause = Duration.microseconds(500)
    while told.status == nil, told.isOpen {
      wake()
      feeding.goOn()
      told.read()
      if told.status != nil || !told.isOpen { break }
      if start.duration(to: .now) >= limit || Task.isCancelled {
        isLate = true
        break
      }
      await Self.rest(&pause)
    }
    feeding.stop()
    close(hold)
    let isGone = await last(&told)
    if isLate { return .failure(.late(limit)) }
    if told.isMissing { return .failure(.notStarted) }
    guard let status = told.status else { return .failure(.lost) }
    return isGone ? .success(status) : .failure(.unended)
  }

  /// Waits until the keeper has gone; false where it is left to its work, or was killed at it.
  private func last(_ told: inout News) async -> Bool {
    let start = ContinuousClock.now
    var pause = Duration.microseconds(500)
    while told.isOpen, start.duration(to: .now) < Self.patience {
      wake()
      told.read()
      if told.isOpen { await Self.rest(&pause) }
    }
    close(news)
    if told.isOpen { return false }
    // It has closed its end by going.
    waitpid(keeper, nil, 0)
    Keepers.ended(keeper, didItsWork: told.isAllGone || told.isMissing)
    return told.isAllGone
  }

  /// Whoever may kill a keeper may also have stopped it.
  private func wake() { kill(keeper, SIGCONT) }

  /// Rests a little, and a little longer each time.
  private static func rest(_ pause: inout Duration) async {
    do {
      try await Task.sleep(for: pause)
    } catch {
      // Cancelled: the next look says so, and what ends the program needs its time all the same.
      await Task.detached { _ = usleep(2000) }.value
    }
    pause = min(pause * 2, .milliseconds(5))
  }
}

/// What a program still has to read.
private struct Feeding {
  let bytes: [UInt8]
  let pipe: Int32
  private var done = 0
  private var isOpen = true

  init(bytes: [UInt8], pipe: Int32) { (self.bytes, self.pipe) = (bytes, pipe) }

  /// Writes what the pipe takes; it reads no more where it says so, and how it ends counts all the same.
  mutating func goOn() {
    while isOpen, done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        stop()
      }
    }
    stop()
  }

  mutating func stop() {
    if isOpen { close(pipe) }
    isOpen = false
  }
}

/// What a keeper has told so far.
private struct News {
  let pipe: Int32
  private(set) var isOpen = true
  /// How the program ended, as a shell says it.
  private(set) var status: Int32?
  private(set) var isMissing = false
  private(set) var isAllGone = false

  init(pipe: Int32) { self.pipe = pipe }

  mutating func read() {
    var news = cs_news()
    while isOpen {
      // A message is shorter than what a pipe writes as one.
      let count = withUnsafeMutableBytes(of: &news) { Self.read(pipe, $0) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN { return }
      guard count == MemoryLayout<cs_news>.size else {
        isOpen = false
        return
      }
      switch news.what {
      case Int32(cs_not_started): isMissing = true
      case Int32(cs_ended):
        let signal = news.value & 0x7F
        status = signal == 0 ? (news.value >> 8) & 0xFF : 128 + signal
      default: isAllGone = true
      }
    }
  }

  private static func read(_ pipe: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(pipe, bytes.baseAddress, bytes.count)
    #else
      Musl.read(pipe, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// Calls `body` with `texts` as C has them, the last followed by nil.
private func withCStrings<Answer>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Answer
) -> Answer {
  var strings = texts.map { strdup($0) }
  defer { for string in strings { free(string) } }
  strings.append(nil)
  return strings.withUnsafeBufferPointer { list in
    // There is at least the nil.
    guard let start = list.baseAddress else { fatalError("an array with an element has a place") }
    return body(start)
  }
}
