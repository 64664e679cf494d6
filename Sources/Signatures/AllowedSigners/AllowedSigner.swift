/// One line of an allowed_signers file: whose key, under which conditions.
struct AllowedSigner: Sendable {
  /// The comma-separated patterns, quotes taken off.
  let principals: [UInt8]
  let options: SignerOptions
  /// The key's encoding, or that of the one certificate that the line names.
  let blob: [UInt8]
  /// The key; nil where the line names a certificate.
  let key: SSHPublicKey?

  /// Reads `line`, whose newline is taken off; nil for an empty line or a comment.
  init?(parsing line: ArraySlice<UInt8>, _ wallClock: WallClock) throws(SignerLineFault) {
    let text = line.drop { $0.isBlank }
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    guard !text.contains(0) else { throw .nulByte }
    var rest = text
    principals = try Self.principals(&rest)
    var optionText: ArraySlice<UInt8> = []
    if !Self.beginsWithKeyType(rest) {
      optionText = try Self.options(&rest)
    }
    options = try SignerOptions(parsing: optionText, wallClock)
    do throws(SSHError) {
      let named = try SSHNamedKey(parsing: rest)
      (blob, key) = (named.blob, named.key)
    } catch {
      throw rest.isEmpty ? .keyMissing : .invalidKey(error)
    }
  }

  /// Takes the first word; a quote anywhere in it opens a part that may hold blanks.
  ///
  /// What follows the closing quote is the next field, with or without a blank between (OpenSSH's
  /// `strdelimw`).
  private static func principals(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SignerLineFault) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let plain = rest.prefix { !$0.isBlank && $0 != quote }
    guard let end = rest[plain.endIndex...].first else { throw .keyMissing }
    var word = Array(plain)
    rest = rest[plain.endIndex...].dropFirst()
    if end == quote {
      let inside = rest.prefix { $0 != quote }
      guard inside.endIndex < rest.endIndex else { throw .quoteMissing }
      word += inside
      rest = rest[inside.endIndex...].dropFirst()
    }
    rest = rest.drop { $0.isBlank }
    return word
  }

  private static func beginsWithKeyType(_ rest: ArraySlice<UInt8>) -> Bool {
    SSHNamedKey.isType(rest.prefix { $0 != 0x20 && $0 != 0x09 })
  }

  /// Takes the options: everything up to a blank outside quotes.
  private static func options(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SignerLineFault) -> ArraySlice<UInt8> {
    let start = rest
    var isQuoted = false
    while let byte = rest.first, isQuoted || (byte != 0x20 && byte != 0x09) {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
    }
    guard !isQuoted else { throw .quoteMissing }
    let options = start[..<rest.startIndex]
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    return options
  }
}

extension UInt8 {
  /// Whether OpenSSH takes it for white space between fields.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
