package import Model

/// The table of verdicts, row by row as they are found.
///
/// The columns are as wide as they can ever be needed, since rows are not kept until all are known.
package struct VerdictTable: Sendable {
  private static let commitWidth = 12
  private static let datedWidth = 20
  private static let answerWidth = 11
  private static let mostSignerWidth = 40
  private let style: Style
  private let signerWidth: Int

  /// A table for signers among `names`.
  package init(_ style: Style, signers names: some Sequence<String>) {
    self.style = style
    let longest = names.map { displayWidth(shownText($0)) }.max() ?? 0
    signerWidth = min(max(longest, "SIGNER".utf8.count), VerdictTable.mostSignerWidth)
  }

  /// The line of titles.
  package var header: String {
    row("\("COMMIT", .faint)", "\("DATED", .faint)", "\("VERDICT", .faint)", "\("SIGNER", .faint)")
    { "\("KEY", .faint)" }
  }

  /// The line of one commit.
  package func row(_ verdict: CommitVerdict) -> String {
    row(
      "\(verdict.commit.short)", "\(verdict.dated.map(VerdictTable.minute) ?? "")",
      "\(verdict.answer.rawValue, verdict.answer.tone)", "\(verdict.principal ?? "")"
    ) { "\(verdict.key ?? "", .faint)" }
  }

  private func row(
    _ commit: Phrase, _ dated: Phrase, _ answer: Phrase, _ signer: Phrase, key: () -> Phrase
  ) -> String {
    var page = Page(style)
    var line = commit.padded(to: VerdictTable.commitWidth + 2)
    line += dated.padded(to: VerdictTable.datedWidth + 2)
    let key = key()
    let isLast = signer.isEmpty && key.isEmpty
    line += isLast ? answer : answer.padded(to: VerdictTable.answerWidth + 2)
    if !isLast {
      line += key.isEmpty ? signer : signer.padded(to: max(signerWidth, signer.width) + 2)
    }
    page.whole(line + key)
    return page.text
  }

  /// `2026-11-20 12:00 UTC`, whatever the seconds are: all rows are of one width.
  static func minute(_ instant: Instant) -> String {
    let text = instant.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
  }
}

extension CommitVerdict.Answer {
  /// As words in a sentence.
  var words: String { rawValue.split(separator: "-").joined(separator: " ") }

  /// What it means, for those where nothing more is known.
  var meaning: String {
    switch self {
    case .good: "the signature is good"
    case .bad: "the signature does not fit the commit"
    case .unknownKey: "no signer has the key"
    case .expiredKey: "the key is listed for another time"
    case .revokedKey: "the key is revoked"
    case .weakKey: "the key or the algorithm is too weak"
    case .unsigned: "there is no signature"
    case .unusable: "the commit or its signature cannot be read"
    }
  }

  var tone: Tone {
    switch self {
    case .good: .good
    case .unsigned, .unknownKey, .expiredKey: .waiting
    case .bad, .revokedKey, .weakKey, .unusable: .bad
    }
  }
}
