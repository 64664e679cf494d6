import Model

extension Field {
  /// The scalar as it stands, with whether it stood without quotes.
  func scalar(expected: String, _ findings: inout Findings) -> (text: String, isPlain: Bool)? {
    guard !element.isNothing else {
      findings.fault("`\(name)` needs a value", at: mark, hint: "write \(expected)")
      return nil
    }
    guard case .scalar(let text, let isPlain) = element.content else {
      return refuse(expected: expected, &findings)
    }
    return (text, isPlain)
  }

  /// One line of text that is not blank, at most `limit` Unicode scalars long, kept verbatim.
  func line(limit: Int, _ findings: inout Findings) -> String? {
    guard let text = prose(limit: limit, &findings) else { return nil }
    guard !text.utf8.contains(UInt8(ascii: "\n")) else {
      return refuse(expected: "one line", hint: "remove the line break", &findings)
    }
    return text
  }

  /// Text over any number of lines that is not blank, at most `limit` Unicode scalars long.
  ///
  /// Kept verbatim: what it says is shown and recorded, never interpreted (THREATS row 30).
  func prose(limit: Int, _ findings: inout Findings) -> String? {
    guard let (text, _) = scalar(expected: "a text", &findings) else { return nil }
    guard text.utf8.contains(where: { $0 != 0x20 && $0 != UInt8(ascii: "\n") }) else {
      findings.fault("`\(name)` is blank", at: mark, hint: "write what it should say")
      return nil
    }
    // A text has no more characters than bytes, and bytes need not be looked at to be counted.
    guard text.utf8.count > limit else { return text }
    let length = text.unicodeScalars.count
    guard length <= limit else {
      findings.fault(
        "`\(name)` has \(length) characters, more than the \(limit) that it may have", at: mark)
      return nil
    }
    return text
  }

  /// A ticket: one line of at most 128 bytes, without blanks at its ends.
  func ticket(_ findings: inout Findings) -> String? {
    guard let text = line(limit: Limits.ticket, &findings) else { return nil }
    guard text.utf8.count <= Limits.ticket else {
      findings.fault(
        "`\(name)` has \(text.utf8.count) bytes, more than the \(Limits.ticket) that it may have",
        at: mark)
      return nil
    }
    guard text.utf8.first != 0x20, text.utf8.last != 0x20 else {
      return refuse(expected: "a text without blanks at its ends", &findings)
    }
    return text
  }

  /// One line of visible ASCII without blanks, at most `limit` bytes long.
  func word(expected: String, limit: Int, _ findings: inout Findings) -> String? {
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard (1...limit).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return refuse(expected: expected, &findings) }
    return text
  }

  /// One of the words of `Word`.
  func choice<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type, _ findings: inout Findings
  ) -> Word? where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    let expected = "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard text.utf8.allSatisfy({ $0 < 0x80 }), let word = Word(rawValue: text) else {
      return refuse(
        expected: expected, hint: suggestion(for: text, among: words), &findings)
    }
    return word
  }

  /// `true` or `false` without quotes; `yes`, `on` and `True` are texts.
  func boolean(_ findings: inout Findings) -> Bool? {
    let expected = "`true` or `false`"
    guard let (text, isPlain) = scalar(expected: expected, &findings) else { return nil }
    switch (text, isPlain) {
    case ("true", true): return true
    case ("false", true): return false
    case ("true", false), ("false", false):
      return refuse(expected: expected, hint: "remove the quotes", &findings)
    default: return refuse(expected: expected, &findings)
    }
  }

  /// Decimal digits without quotes, sign or leading zero, within `range`.
  func integer(_ range: ClosedRange<Int>, _ findings: inout Findings) -> Int? {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let (text, isPlain) = scalar(expected: expected, &findings) else { return nil }
    let digits = text.utf8
    let isDecimal =
      isPlain && digits.count <= 9
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
    guard isDecimal, let number = Int(text), range.contains(number) else {
      return refuse(expected: expected, &findings)
    }
    return number
  }

  /// A list of lines of text, each at most once.
  func lines(_ findings: inout Findings) -> [String] {
    distinct(list(mayBeEmpty: true, &findings), &findings) {
      $0.line(limit: Limits.name, &$1)
    }
  }

  /// The entries of a list, each as a field of the same name; empty after a fault.
  func list(mayBeEmpty: Bool, _ findings: inout Findings) -> [Field] {
    guard case .list(let items) = element.content else {
      findings.fault(
        "found \(element.found), where `\(name)` takes a list", at: mark,
        hint: "write `\(name): [first, second]`, or `- first` a line")
      return []
    }
    if items.isEmpty, !mayBeEmpty {
      findings.fault(
        "`\(name)` is an empty list, where it takes one entry or more", at: mark)
    }
    return items.filter { !$0.isRefused }.map {
      Field(name: name, keyMark: keyMark, element: $0)
    }
  }

  /// An e-mail address, its ASCII capitals made small, since addresses are compared without case.
  ///
  /// What stands on either side of the `@` may be of any script (RFC 6531), and nothing that is not seen.
  func email(_ findings: inout Findings) -> String? {
    let expected = "an e-mail address, such as `ana@initech.example`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard (1...Limits.email).contains(text.utf8.count), parts.count == 2,
      parts.allSatisfy({ !$0.isEmpty }),
      text.unicodeScalars.allSatisfy({ scalar in
        scalar.isASCII
          ? (0x21...0x7E).contains(scalar.value) && scalar != "<" && scalar != ">"
          : !HarmfulText.isUnseen(scalar) && !scalar.properties.isWhitespace
      })
    else { return refuse(expected: expected, &findings) }
    return lowerCasedASCII(text.utf8)
  }

  /// E-mail addresses in lower case; they recognise authorship and never prove it.
  func emails(_ findings: inout Findings) -> [String] {
    distinct(list(mayBeEmpty: true, &findings), &findings) { field, findings in
      field.email(&findings)
    }
  }
}
