/// What a program took at its best, and its largest memory.
///
/// The least time of several is what the work needs; everything above it is the machine's doing.
struct Measurement {
  private(set) var seconds = Double.infinity
  /// Of the processors; on a busy machine it says more than the time.
  private(set) var work = Double.infinity
  private(set) var peak = 0
  /// Without what is mapped from files; zero where it was not looked at.
  private(set) var ownPeak = 0

  mutating func note(_ ended: Ended) {
    seconds = min(seconds, ended.seconds)
    work = min(work, ended.work)
    peak = max(peak, ended.peak)
    ownPeak = max(ownPeak, ended.ownPeak)
  }

  /// One side of a comparison: how to get ready, and what to run.
  struct Side {
    var program: Program
    var prepare: () throws -> Void = {}
    /// What the output must contain, so that no failure is taken for speed.
    var expected = ""

    func run() throws -> Ended {
      try prepare()
      let ended = try program.run()
      guard expected.isEmpty || ended.output.contains(expected) else {
        throw BenchmarkError(
          "\(program.arguments.prefix(12).joined(separator: " ")) did not say '\(expected)':\n"
            + ended.output.suffix(2000) + ended.errors.suffix(2000))
      }
      return ended
    }
  }

  /// Runs both sides in turn, so that what slows the machine down slows both.
  ///
  /// Each runs once before, uncounted, for the caches of the system and of the program.
  static func compare(_ one: Side, _ other: Side, times: Int) throws -> (
    Measurement, Measurement
  ) {
    var (left, right) = (Measurement(), Measurement())
    _ = try one.run()
    _ = try other.run()
    for _ in 0..<times {
      left.note(try one.run())
      right.note(try other.run())
    }
    return (left, right)
  }

  static func take(_ side: Side, times: Int, warmed: Bool = true) throws -> Measurement {
    var taken = Measurement()
    if warmed { _ = try side.run() }
    for _ in 0..<times { taken.note(try side.run()) }
    return taken
  }
}
