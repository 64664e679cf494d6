import Model

/// The lines of dashes and base64 around OpenPGP's packets (RFC 9580 section 6.2).
struct OpenPGPArmor {
  static let signature = OpenPGPArmor(label: "PGP SIGNATURE")
  static let certificate = OpenPGPArmor(label: "PGP PUBLIC KEY BLOCK")
  /// What tells armored text from bare packets: no packet's tag is a dash.
  static let mark = Array("-----BEGIN PGP ".utf8)

  private let begin: [UInt8]
  private let end: [UInt8]

  private init(label: String) {
    begin = Array("-----BEGIN \(label)-----".utf8)
    end = Array("-----END \(label)-----".utf8)
  }

  /// Takes one block off the front of `text`, with the newline after its END line.
  ///
  /// Headers are skipped: nothing signs them. Without the checksum a block is fine (RFC 9580 section
  /// 6.1); a checksum that is there must fit.
  func takeBlock(_ text: inout ArraySlice<UInt8>) throws(OpenPGPError) -> [UInt8] {
    guard try takeLine(&text).elementsEqual(begin) else { throw .malformed(.notArmored) }
    while true {
      let line = try takeLine(&text)
      if line.isEmpty { break }
      guard isHeader(line) else { throw .malformed(.armorHeader) }
    }
    var base64: [UInt8] = []
    var checksum: ArraySlice<UInt8>?
    while true {
      let line = try takeLine(&text)
      if line.elementsEqual(end) { break }
      guard checksum == nil, !line.isEmpty else { throw .malformed(.notArmored) }
      if line.count == 5, line.first == UInt8(ascii: "=") {
        checksum = line.dropFirst()
      } else {
        base64 += line
      }
    }
    guard let content = Base64.decode(base64[...]), !content.isEmpty else {
      throw .malformed(.invalidBase64)
    }
    if let checksum {
      guard Base64.decode(checksum) == Self.crc24(content) else {
        throw .malformed(.wrongChecksum)
      }
    }
    return content
  }

  /// `content` as gpg prints it: lines of 64 characters, then the checksum.
  func encode(_ content: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    var text = begin + [newline, newline]
    var base64 = Base64.encode(content)[...]
    while !base64.isEmpty {
      text += base64.prefix(64)
      text.append(newline)
      base64 = base64.dropFirst(64)
    }
    text.append(UInt8(ascii: "="))
    text += Base64.encode(Self.crc24(content))
    text.append(newline)
    return text + end + [newline]
  }

  /// The next line without its newline, which the last line of the text may lack.
  private func takeLine(_ text: inout ArraySlice<UInt8>) throws(OpenPGPError) -> ArraySlice<UInt8> {
    guard !text.isEmpty else { throw .malformed(.notArmored) }
    let line = text.prefix { $0 != UInt8(ascii: "\n") }
    guard line.last != UInt8(ascii: "\r") else { throw .malformed(.carriageReturn) }
    text = text[line.endIndex...].dropFirst()
    return line
  }

  private func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    // `Hash` is missing: it belongs to cleartext signatures (RFC 9580 section 6.2.2).
    ["Version: ", "Comment: ", "Charset: ", "MessageID: "].contains { line.starts(with: $0.utf8) }
      || line.elementsEqual("Comment:".utf8)
  }

  /// The three bytes of RFC 9580 section 6.1.1.
  private static func crc24(_ content: [UInt8]) -> [UInt8] {
    var sum: UInt32 = 0xB704CE
    for byte in content {
      sum ^= UInt32(byte) << 16
      for _ in 0..<8 {
        sum <<= 1
        if sum & 0x100_0000 != 0 { sum ^= 0x186_4CFB }
      }
    }
    return [16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }
}
