/// The figures of one run as a Markdown table.
struct ResultTable {
  /// What is asked of a figure.
  enum Target {
    /// At most so many times as long as the peer.
    case atMostTimes(Double)
    /// At least so many times as fast as the peer.
    case atLeastTimesAsFast(Double)
    /// At most so many milliseconds longer than the peer.
    case within(milliseconds: Double)
    /// At most so many seconds and megabytes; such a row has no peer.
    case atMost(seconds: Double, megabytes: Int? = nil)
    /// At most so many times the memory that the peer had of its own, mapped files left out.
    case atMostTimesTheMemory(Double)
    case none
  }

  private(set) var rows: [[String]] = []

  mutating func add(
    _ work: String, _ own: Measurement, peer: (name: String, taken: Measurement)?,
    target: Target
  ) {
    var cells = [work, time(own.seconds)]
    var (ratio, wanted, isMet) = ("", "", "")
    if let peer {
      let (times, faster) = (own.seconds / peer.taken.seconds, peer.taken.seconds / own.seconds)
      switch target {
      case .atMostTimes(let most):
        (ratio, wanted) = ("\(decimal(times, 2)) ×", "≤ \(decimal(most, 1)) ×")
        isMet = times <= most ? "yes" : "**no**"
      case .atLeastTimesAsFast(let least):
        (ratio, wanted) = (
          "\(decimal(faster, 1)) × as fast", "≥ \(decimal(least, least < 10 ? 1 : 0)) ×"
        )
        isMet = faster >= least ? "yes" : "**no**"
      case .within(let most):
        let more = (own.seconds - peer.taken.seconds) * 1000
        (ratio, wanted) = ("+\(decimal(more, 1)) ms", "≤ +\(decimal(most, 0)) ms")
        isMet = more <= most ? "yes" : "**no**"
      case .atMostTimesTheMemory(let most):
        let memory = Double(own.ownPeak) / Double(peer.taken.ownPeak)
        let both = [own, peer.taken].map { "\(decimal(Double($0.ownPeak) / 1e6, 1)) MB" }
        (ratio, wanted) = (
          "\(decimal(memory, 2)) × the memory (\(both.joined(separator: " / ")))",
          "≤ \(decimal(most, 1)) × the memory"
        )
        isMet = memory <= most ? "yes" : "**no**"
      case .atMost, .none: ratio = "\(decimal(times, 2)) ×"
      }
      cells.append("\(peer.name): \(time(peer.taken.seconds))")
    } else {
      cells.append("")
      if case .atMost(let most, let megabytes) = target {
        wanted = "≤ \(decimal(most, 1)) s" + (megabytes.map { " and \($0) MB" } ?? "")
        let fits = megabytes.map { own.peak <= $0 << 20 } ?? true
        isMet = own.seconds <= most && fits ? "yes" : "**no**"
      }
    }
    let work = [own, peer?.taken].compactMap { $0 }.map { time($0.work) }
    let memory = [own, peer?.taken].compactMap { $0 }.map { megabytes($0.peak) }
    cells += [ratio, wanted, isMet, work.joined(separator: " / "), memory.joined(separator: " / ")]
    rows.append(cells)
    Files.note(cells.joined(separator: " | "))
  }

  var markdown: String {
    let head = [
      "work", "time", "peer", "ratio", "target", "met", "processor time (own / peer)",
      "peak memory (own / peer)",
    ]
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private func time(_ seconds: Double) -> String {
    seconds < 2 ? "\(decimal(seconds * 1000, 1)) ms" : "\(decimal(seconds, 2)) s"
  }

  private func megabytes(_ bytes: Int) -> String { "\(decimal(Double(bytes) / 1e6, 0)) MB" }

  private func decimal(_ value: Double, _ digits: Int) -> String {
    let factor = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let rounded = Int((value * factor).rounded())
    guard digits > 0 else { return String(rounded) }
    let (whole, rest) = rounded.magnitude.quotientAndRemainder(dividingBy: UInt(factor))
    let text = String(rest)
    let padding = String(repeating: "0", count: digits - text.utf8.count)
    return "\(rounded < 0 ? "-" : "")\(whole).\(padding)\(text)"
  }
}
