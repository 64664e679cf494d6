internal import Documents
internal import Model

/// Names for request files and for the branches that bring them.
enum RequestName {
  /// Names for `draft`, the first the best: its subject with the ticket, or with the day.
  static func candidates(for draft: RequestDraft, at now: Instant) -> [String] {
    let label = draft.ticket.map(plain) ?? ""
    let day = String(now.description.prefix(10))
    let whole = "\(draft.subject)-\(label.isEmpty ? day : label)"
    // The longest number behind it has three digits.
    let stem = String(whole.prefix(Limits.identifier - 4))
    return [stem] + (2...999).map { "\(stem)-\($0)" }
  }

  /// The name with what git does not let stand in a branch's name made into dashes.
  static func forBranch(_ name: String) -> String {
    let isRefused = name.contains("..") || name.hasSuffix(".") || name.hasSuffix(".lock")
    return isRefused ? String(name.map { $0 == "." ? "-" : $0 }) : name
  }

  /// The text in small letters, with a dash for every run of what no plain name has.
  private static func plain(_ text: String) -> String {
    lowerCasedASCII(text.utf8).utf8
      .split { !isPlainName(CollectionOfOne($0)) }
      .map { String(Substring($0)) }.joined(separator: "-")
  }
}
