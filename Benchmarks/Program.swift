import Glibc

/// A program that ran to its end, and what it took.
struct Ended {
  let status: Int
  let seconds: Double
  /// What the processors worked for it, in the program and in the kernel.
  let work: Double
  /// The largest resident set, in bytes, as the kernel counted it (`wait4`).
  ///
  /// The kernel counts from before `exec`, so that no figure is below what the parent holds: the
  /// measuring process stays small, and fixtures are made by another.
  let peak: Int
  /// The most memory of its own that was seen in it, in bytes: without the files that it maps (`RssAnon`).
  ///
  /// Zero where nobody asked for it (`Program.samplesMemory`).
  let ownPeak: Int
  let output: String
  let errors: String
}

/// A program with its arguments.
struct Program {
  let arguments: [String]
  /// Whether it gets all of this process's environment: what loads from the network needs it.
  var inheritsEnvironment = false
  var inputFile = "/dev/null"
  /// What is added to the closed environment, as `NAME=value`.
  var variables: [String] = []
  /// Whether its memory is looked at every few milliseconds while it runs.
  var samplesMemory = false
  /// The statuses that count as having worked.
  var allowed: Set<Int> = [0]

  init(_ arguments: [String], allowing allowed: Set<Int> = [0]) {
    self.arguments = arguments
    self.allowed = allowed
  }

  /// Runs it, with a closed environment and its output in files, and takes the time.
  func run() throws -> Ended {
    let scratch = "/tmp/countersign-bench-\(getpid())"
    let (outputFile, errorFile) = ("\(scratch)-out", "\(scratch)-err")
    defer {
      unlink(outputFile)
      unlink(errorFile)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, inputFile, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputFile, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errorFile, flags, 0o600)
    let program = arguments[0]
    let started = Program.clock()
    var process = pid_t()
    let failure = withCStrings(arguments) { arguments in
      withCStrings(environment) { environment in
        posix_spawnp(&process, program, &actions, nil, arguments, environment)
      }
    }
    guard failure == 0 else { throw BenchmarkError("cannot start \(arguments[0]): \(failure)") }
    var (status, usage) = (Int32(0), rusage())
    var ownPeak = 0
    while true {
      let ended = wait4(process, &status, samplesMemory ? WNOHANG : 0, &usage)
      if ended == process { break }
      guard ended == 0 || errno == EINTR else { throw BenchmarkError("lost \(arguments[0])") }
      ownPeak = max(ownPeak, Program.anonymousMemory(of: process))
      usleep(2000)
    }
    let seconds = Program.clock() - started
    let signal = Int(status & 0x7F)
    let ended = Ended(
      status: signal == 0 ? Int(status >> 8) & 0xFF : 128 + signal, seconds: seconds,
      work: Program.seconds(usage.ru_utime) + Program.seconds(usage.ru_stime),
      peak: usage.ru_maxrss << 10, ownPeak: ownPeak, output: try Files.text(outputFile),
      errors: try Files.text(errorFile))
    guard allowed.contains(ended.status) else {
      let shown = arguments.prefix(12).joined(separator: " ")
      throw BenchmarkError(
        "\(shown) ended with \(ended.status):\n\(ended.errors.suffix(2000))\(ended.output.suffix(2000))"
      )
    }
    return ended
  }

  /// Runs it and answers with the first line that it printed.
  func line() throws -> String {
    let output = try run().output
    return String(output.prefix { $0 != "\n" })
  }

  /// Nothing of the user's configuration may change a figure.
  private var environment: [String] {
    if inheritsEnvironment { return Program.everything }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return [
      "PATH=\(path)", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1",
      "NO_COLOR=1",
    ] + variables
  }

  private static var everything: [String] {
    (try? Files.read("/proc/self/environ"))?.split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) } ?? []
  }

  /// What `process` has resident and maps from no file, in bytes; zero once it has ended.
  private static func anonymousMemory(of process: pid_t) -> Int {
    let text = (try? Files.text("/proc/\(process)/status")) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map {
      $0 << 10
    }
      ?? 0
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

private func withCStrings<Value>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
  let copies = strings.map { strdup($0) } + [nil]
  defer { for copy in copies { free(copy) } }
  return body(copies)
}
