package import Model

/// What all verdicts together say: how many, by whom, which not, since when.
///
/// It keeps counts and a few commits, however many verdicts it is told.
package struct VerdictSummary: Sendable {
  /// How many commits that are not good are listed.
  private static let mostListed = 20

  /// What was looked at, such as `merge`.
  private let noun: String
  private var counts: [CommitVerdict.Answer: Int] = [:]
  private var signers: [String: Int] = [:]
  /// The first ones that are not good.
  private var notGood: [CommitVerdict] = []
  /// The last of those that are good before any is not.
  private var goodSince: CommitVerdict?

  /// A summary of verdicts on things called `noun`, of which there are none yet.
  package init(of noun: String) { self.noun = noun }

  /// How many verdicts there were.
  package var total: Int { counts.values.reduce(0, +) }

  /// Whether every verdict was good.
  package var isGood: Bool { notGood.isEmpty }

  /// Takes the next verdict; they come newest first.
  package mutating func add(_ verdict: CommitVerdict) {
    counts[verdict.answer, default: 0] += 1
    if verdict.answer == .good {
      signers[verdict.principal ?? "", default: 0] += 1
      if notGood.isEmpty { goodSince = verdict }
    } else if notGood.count < VerdictSummary.mostListed {
      notGood.append(verdict)
    }
  }

  /// The summary in words.
  package func text(_ style: Style) -> String {
    var page = Page(style)
    guard total > 0 else {
      page.line("\(counted(0, noun)) to verify")
      return page.text
    }
    let parts = CommitVerdict.Answer.allCases.compactMap { answer in
      counts[answer].map { "\("\($0) \(answer.words)", answer.tone)" as Phrase }
    }
    page.line(
      "\(counted(total, noun)): " + parts.dropFirst().reduce(parts[0]) { $0 + ", " + $1 })
    if !signers.isEmpty {
      page.gap()
      let sorted = signers.sorted {
        $0.value != $1.value
          ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
      }
      page.table(
        TextTable(
          header: ["SIGNED", "BY"], rows: sorted.map { ["\($0.value)", "\($0.key)"] }))
    }
    if !notGood.isEmpty { list(on: &page) }
    page.gap()
    page.line(since)
    return page.text
  }

  private func list(on page: inout Page) {
    page.gap()
    page.table(
      TextTable(
        header: ["NOT GOOD", "VERDICT", "WHY"],
        rows: notGood.map {
          [
            "\($0.commit.short)", "\($0.answer.rawValue, $0.answer.tone)",
            "\($0.explanation ?? $0.answer.meaning)",
          ]
        }))
    let more = total - (counts[.good] ?? 0) - notGood.count
    if more > 0 { page.whole("and \(more) more") }
  }

  private var since: Phrase {
    guard !isGood else { return "\("every \(noun) is good", .good)" }
    guard let first = goodSince else { return "\("the newest \(noun) is not good", .bad)" }
    let dated = first.dated.map { ", dated \(VerdictTable.minute($0))" } ?? ""
    return "every \(noun) since \(first.commit.short) is good\(dated)"
  }
}
