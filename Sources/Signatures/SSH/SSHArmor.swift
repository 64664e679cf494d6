import Model

/// The lines of dashes and base64 around SSH's binary formats.
struct SSHArmor {
  static let signature = SSHArmor(label: "SSH SIGNATURE")
  static let privateKey = SSHArmor(label: "OPENSSH PRIVATE KEY")

  /// The first line with its newline.
  let begin: [UInt8]
  /// The last line without a newline.
  let end: [UInt8]

  private init(label: String) {
    begin = Array("-----BEGIN \(label)-----\n".utf8)
    end = Array("-----END \(label)-----".utf8)
  }

  /// The content of a block that is all of `text`.
  ///
  /// As for ssh-keygen, the base64 may break into lines anywhere and the last newline may be
  /// missing; blank lines behind the END line are no part of it. Unlike it, nothing else may follow that line, and
  /// blanks, empty lines and carriage returns before it are refused: git and ssh-keygen write none of them.
  func decode(_ text: [UInt8]) throws(SSHError) -> [UInt8] {
    var body = text[...]
    while let last = body.last, isBlank(last) { body = body.dropLast() }
    guard text[body.endIndex...].first.map({ $0 == UInt8(ascii: "\n") }) ?? true else {
      throw .malformed(.notArmored)
    }
    guard body.starts(with: begin), body.count > begin.count + end.count,
      body.suffix(end.count).elementsEqual(end)
    else { throw .malformed(.notArmored) }
    body = body.dropFirst(begin.count).dropLast(end.count)
    guard body.last == UInt8(ascii: "\n") else { throw .malformed(.notArmored) }
    body = body.dropLast()

    var base64: [UInt8] = []
    base64.reserveCapacity(body.count)
    var isLineEmpty = true
    for character in body {
      if character != UInt8(ascii: "\n") {
        base64.append(character)
        isLineEmpty = false
      } else if isLineEmpty {
        throw .malformed(.blankLine)
      } else {
        isLineEmpty = true
      }
    }
    guard !isLineEmpty else { throw .malformed(.blankLine) }
    guard let content = Base64.decode(base64[...]) else { throw .malformed(.invalidBase64) }
    return content
  }

  private func isBlank(_ character: UInt8) -> Bool {
    [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n")].contains(character)
  }

  /// `content` as ssh-keygen prints it: lines of 70 characters, a newline after each.
  func encode(_ content: [UInt8]) -> [UInt8] {
    var text = begin
    var base64 = Base64.encode(content)[...]
    while !base64.isEmpty {
      text.append(contentsOf: base64.prefix(70))
      text.append(UInt8(ascii: "\n"))
      base64 = base64.dropFirst(70)
    }
    text.append(contentsOf: end)
    text.append(UInt8(ascii: "\n"))
    return text
  }
}
