import Model

/// How a message writes texts from outside: as today, or as in ledgers that were written before.
///
/// An audit makes each message anew and compares bytes. Until version 0.2 CI commands stayed as they were;
/// such a message is still the processor's, and nothing writes one any more.
enum MessageForm: CaseIterable {
  case today, former

  /// `text` as a line, or as part of one.
  func line(_ text: String) -> String {
    switch self {
    case .today: recordedText(text)
    case .former: Self.former(text)
    }
  }

  /// `path` as a word of a trailer.
  func word(_ path: RepositoryPath) -> String {
    switch self {
    case .today: path.recorded
    case .former:
      path.description.split(separator: " ", omittingEmptySubsequences: false)
        .joined(separator: "\\x20")
    }
  }

  private static func former(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < 1000 else { return String(shown) + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default:
        shown.append(scalar)
      }
    }
    return String(shown)
  }
}
