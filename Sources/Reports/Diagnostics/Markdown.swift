import Model

/// `text` as GitHub Flavored Markdown shows it, whatever it holds.
///
/// A comment on a forge can mention people, close issues and show pictures, so text from the repository
/// must not be able to (THREATS row 30). Escaping falls short: mentions and links are found after it. So
/// every word that could be more than a word stands in a code span, where nothing has a meaning; what a
/// message has in backticks stays there.
func markdownText(_ text: String) -> String {
  let parts = shownText(text).split(separator: "`", omittingEmptySubsequences: false)
  // An odd number of parts means that each backtick has its fellow.
  let isPaired = parts.count % 2 == 1
  var spans: [MarkdownSpan] = []
  for (place, part) in parts.enumerated() {
    if place % 2 == 1, isPaired {
      spans.append(.code(String(part)))
    } else {
      spans += words(of: part)
    }
  }
  var result = ""
  for span in spans {
    switch span {
    case .plain(let text): result += text
    case .code(let text) where text.isEmpty: break
    case .code(let text):
      // Two spans side by side would be one with longer fences.
      if result.hasSuffix("`") { result += " " }
      result += "`" + text.replacingBars + "`"
    }
  }
  return result
}

/// A table of `rows`, each with a cell for every title; the cells are Markdown already.
func markdownTable(_ header: [String], _ rows: [[String]]) -> String {
  guard !rows.isEmpty else { return "" }
  let lines =
    [header, header.map { _ in "---" }] + rows
  return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
}

private enum MarkdownSpan {
  case plain(String)
  case code(String)
}

/// The words of `part`, those that could be more than words as code.
private func words(of part: Substring) -> [MarkdownSpan] {
  var spans: [MarkdownSpan] = []
  for (place, word) in part.unicodeScalars.split(
    separator: " ", omittingEmptySubsequences: false
  ).enumerated() {
    if place > 0 { spans.append(.plain(" ")) }
    let text = String(word)
    spans.append(isOnlyWord(text) ? .plain(text) : .code(text))
  }
  return spans
}

/// Whether Markdown and every forge show `word` as it is: letters, digits and a sentence's marks.
private func isOnlyWord(_ word: String) -> Bool {
  // One colon at the end is a sentence's; two make a picture of what is between them.
  let body = word.hasSuffix(":") ? word.dropLast() : word[...]
  let isPlain = body.unicodeScalars.allSatisfy { scalar in
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || ".,;?()'\"-/".unicodeScalars.contains(scalar)
  }
  // `www.` begins a link (GFM, section 6.9); a lone `-` or `1.` begins a list.
  let isMark = body.last.map { ".-".contains($0) } ?? false
  return isPlain && !word.lowercased().contains("www.")
    && (!isMark || body.unicodeScalars.contains { $0.properties.isAlphabetic })
}

extension String {
  /// The text with its bars escaped: in a table they end a cell even within a code span (GFM, section 4.10).
  ///
  /// A backslash before the bar would itself be what is escaped, so that bar is written by its number.
  fileprivate var replacingBars: String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      if scalar == "|" {
        result.append(contentsOf: (previous == "\\" ? "\\u{7c}" : "\\|").unicodeScalars)
      } else {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }
}

extension Diagnostic {
  /// `file:line` as code, or nothing.
  var markdownPlace: String {
    guard let file else { return "" }
    let place = line.map { "\(file):\($0)" } ?? file
    // A path may hold backticks, which no fence of one could hold.
    return place.contains("`") ? markdownText(place) : "`\(shownText(place).replacingBars)`"
  }
}

/// The table of `diagnostics`, which is empty where there are none.
func markdownTable(of diagnostics: [Diagnostic]) -> String {
  markdownTable(
    ["", "where", "what", "mend"],
    diagnostics.map { diagnostic in
      [
        "\(diagnostic.level.rawValue) `\(diagnostic.rule)`", diagnostic.markdownPlace,
        markdownText(diagnostic.message), diagnostic.hint.map(markdownText) ?? "",
      ]
    })
}
