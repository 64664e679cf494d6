/// Who is said to have written or committed a commit, and when: claims that prove nothing.
package struct Ident: Hashable, Sendable {
  /// The name as bytes; may be empty, need not be UTF-8.
  package let name: [UInt8]
  /// The e-mail address as bytes, without the angle brackets; may be empty, need not be UTF-8.
  package let email: [UInt8]
  /// Seconds since 1970-01-01T00:00:00Z, never negative.
  package let seconds: Int64
  /// How far the writer's clock was ahead of UTC, in minutes.
  package let offset: Int

  /// Somebody's name and address, without a date.
  package struct Claimant: Hashable, Sendable {
    /// The name as bytes; may be empty, need not be UTF-8.
    package let name: [UInt8]
    /// The e-mail address as bytes, without the angle brackets; may be empty, need not be UTF-8.
    package let email: [UInt8]
  }

  /// The name and address alone.
  package var person: Claimant { Claimant(name: name, email: email) }

  /// The ident in `line`, which has the form `name <email> seconds ±hhmm`.
  ///
  /// - Throws: what is wrong with the line, in words that follow its header's name.
  init(parsing line: ArraySlice<UInt8>) throws(Fault) {
    let (person, date) = try Claimant.parsing(line)
    let words = date.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 3, words[0].isEmpty else {
      throw Fault(message: "does not end in a date and a time zone")
    }
    guard let seconds = Self.seconds(words[1]) else {
      throw Fault(message: "has a date that is no plain decimal number of seconds")
    }
    guard let offset = Self.offset(words[2]) else { throw Fault(message: "has a bad time zone") }
    self.name = person.name
    self.email = person.email
    self.seconds = seconds
    self.offset = offset
  }

  /// What is wrong with an ident line.
  struct Fault: Error {
    let message: String
  }

  private static func seconds(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard let first = digits.first, first != 0x30 || digits.count == 1 else { return nil }
    var seconds: Int64 = 0
    for byte in digits {
      guard let digit = digit(byte) else { return nil }
      let (tenfold, wide) = seconds.multipliedReportingOverflow(by: 10)
      let (sum, over) = tenfold.addingReportingOverflow(Int64(digit))
      guard !wide, !over else { return nil }
      seconds = sum
    }
    return seconds
  }

  /// Minutes from `±hhmm`, where no place on Earth is a whole day away from UTC.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.count == 5, let sign = text.first, sign == 0x2B || sign == 0x2D else { return nil }
    let digits = text.dropFirst().compactMap(digit)
    guard digits.count == 4 else { return nil }
    let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard hours < 24, minutes < 60 else { return nil }
    return (sign == 0x2D ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    0x30...0x39 ~= byte ? Int(byte) - 0x30 : nil
  }
}

extension Ident.Claimant {
  /// The name and address in an ident line, whatever its date.
  init(parsing line: ArraySlice<UInt8>) throws(Ident.Fault) {
    let (person, date) = try Self.parsing(line)
    guard !date.contains(0x3C), !date.contains(0x3E) else {
      throw Ident.Fault(message: "has stray angle brackets")
    }
    self = person
  }

  /// The name and address in `line`, and what follows them.
  fileprivate static func parsing(
    _ line: ArraySlice<UInt8>
  ) throws(Ident.Fault) -> (person: Ident.Claimant, date: ArraySlice<UInt8>) {
    guard let open = line.firstIndex(of: 0x3C),
      let close = line[open...].firstIndex(of: 0x3E),
      open > line.startIndex, line[open - 1] == 0x20
    else { throw Ident.Fault(message: "has no name and <email>") }
    let name = line[..<(open - 1)]
    let email = line[(open + 1)..<close]
    guard !name.contains(0x3E), !email.contains(0x3C) else {
      throw Ident.Fault(message: "has stray angle brackets")
    }
    return (Ident.Claimant(name: Array(name), email: Array(email)), line[(close + 1)...])
  }
}
