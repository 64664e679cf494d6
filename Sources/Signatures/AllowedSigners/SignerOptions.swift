import Model

/// What a line of an allowed_signers file demands besides the key (ssh-keygen(1), "ALLOWED SIGNERS").
struct SignerOptions: Sendable {
  /// Whether the key signs certificates instead of content.
  var isAuthority = false
  /// The patterns of the namespaces that the key may sign in; nil where all are allowed.
  var namespaces: [UInt8]?
  /// Seconds since 1970 from which the key counts.
  var validAfter: Int64?
  /// Seconds since 1970 up to which the key counts, that second included.
  var validBefore: Int64?

  /// Whether the key counts at `time`.
  func isValid(at time: Int64) -> Bool {
    validAfter.map { $0 <= time } ?? true && validBefore.map { time <= $0 } ?? true
  }

  /// Whether the key may sign in `namespace`.
  func allows(_ namespace: ArraySlice<UInt8>) -> Bool {
    namespaces.map { PatternList.contains(namespace, in: $0[...]) } ?? true
  }
}

extension SignerOptions {
  /// Reads options as OpenSSH does: comma-separated, names in either case, values in double quotes.
  ///
  /// - Throws: What is wrong, for a line that then does not count. `no-touch-required` and
  ///   `verify-required` are options of authorized_keys; OpenSSH knows neither here.
  init(parsing text: ArraySlice<UInt8>, _ wallClock: WallClock) throws(SignerLineFault) {
    var rest = text
    while !rest.isEmpty {
      if Self.take("cert-authority", from: &rest) {
        isAuthority = true
      } else if Self.take("namespaces=", from: &rest) {
        guard namespaces == nil else { throw .repeatedOption("namespaces") }
        namespaces = try Self.quoted(&rest)
      } else if Self.take("valid-after=", from: &rest) {
        guard validAfter == nil else { throw .repeatedOption("valid-after") }
        validAfter = try Self.time("valid-after", &rest, wallClock)
      } else if Self.take("valid-before=", from: &rest) {
        guard validBefore == nil else { throw .repeatedOption("valid-before") }
        validBefore = try Self.time("valid-before", &rest, wallClock)
      }
      guard !rest.isEmpty else { break }
      guard rest.first == UInt8(ascii: ",") else { throw .unknownOption(shortlyEscaped(rest)) }
      rest = rest.dropFirst()
      guard !rest.isEmpty else { throw .optionMissing }
    }
    if let validAfter, let validBefore, validBefore <= validAfter { throw .neverValid }
  }

  private static func take(_ name: String, from rest: inout ArraySlice<UInt8>) -> Bool {
    let length = name.utf8.count
    let lowered = rest.prefix(length).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    guard lowered.elementsEqual(name.utf8) else { return false }
    rest = rest.dropFirst(length)
    return true
  }

  /// The text between double quotes, where `\"` stands for a quote.
  private static func quoted(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SignerLineFault) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard rest.popFirst() == quote else { throw .quoteMissing }
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote { return value }
      if byte == UInt8(ascii: "\\"), rest.first == quote {
        rest = rest.dropFirst()
        value.append(quote)
      } else {
        value.append(byte)
      }
    }
    throw .quoteMissing
  }

  private static func time(
    _ name: String, _ rest: inout ArraySlice<UInt8>, _ wallClock: WallClock
  ) throws(SignerLineFault) -> Int64 {
    let text = try quoted(&rest)
    guard let seconds = WallClockTime.seconds(text[...], wallClock) else {
      throw .invalidTime(name, shortlyEscaped(text))
    }
    return seconds
  }
}
