import FoundationEssentials

/// SSH's wire format and armor, written once more for the tests, without any strictness.
package struct SSHBlob {
  package var bytes: [UInt8] = []

  package init() {}

  private init(bytes: [UInt8]) { self.bytes = bytes }

  package func raw(_ content: some Sequence<UInt8>) -> SSHBlob { SSHBlob(bytes: bytes + content) }

  package func uint32(_ value: UInt32) -> SSHBlob {
    raw([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
  }

  package func string(_ content: some Collection<UInt8>) -> SSHBlob {
    uint32(UInt32(content.count)).raw(content)
  }

  package func string(_ text: String) -> SSHBlob { string(Array(text.utf8)) }

  /// Appends a positive integer in its shortest form.
  package func integer(_ magnitude: some Collection<UInt8>) -> SSHBlob {
    let digits = Array(magnitude.drop { $0 == 0 })
    return string((digits.first ?? 0) >= 0x80 ? [0] + digits : digits)
  }

  package static func armor(_ content: [UInt8], label: String = "SSH SIGNATURE") -> [UInt8] {
    var text = Array("-----BEGIN \(label)-----\n".utf8)
    let base64 = [UInt8](Data(content).base64EncodedData())
    for start in stride(from: 0, to: base64.count, by: 70) {
      text += base64[start..<min(start + 70, base64.count)]
      text.append(UInt8(ascii: "\n"))
    }
    return text + Array("-----END \(label)-----\n".utf8)
  }

  /// The bytes in base64.
  package var base64: String { Data(bytes).base64EncodedString() }

  /// The wire form in a line of an `.pub` file.
  package static func publicKey(_ line: String) throws -> [UInt8] {
    let fields = line.split(separator: " ")
    guard fields.count >= 2, let data = Data(base64Encoded: String(fields[1])) else {
      throw ScratchError(what: "no public key: \(line)")
    }
    return [UInt8](data)
  }

  package static func dearmor(_ armored: [UInt8]) throws -> [UInt8] {
    let lines = String(decoding: armored, as: UTF8.self).split(separator: "\n")
    guard let data = Data(base64Encoded: lines.dropFirst().dropLast().joined()) else {
      throw ScratchError(what: "no armor: \(String(decoding: armored, as: UTF8.self))")
    }
    return Array(data)
  }
}

/// The fields of an SSHSIG block, to take apart, alter and put together again.
package struct SSHSignatureFields {
  package var magic = Array("SSHSIG".utf8)
  package var version: UInt32 = 1
  package var publicKey: [UInt8]
  package var namespace = Array("git".utf8)
  package var reserved: [UInt8] = []
  package var hash = Array("sha512".utf8)
  package var signature: [UInt8]
  package var trailing: [UInt8] = []

  package init(publicKey: [UInt8], signature: [UInt8]) {
    self.publicKey = publicKey
    self.signature = signature
  }

  package init(armored: [UInt8]) throws {
    var rest = try SSHBlob.dearmor(armored).dropFirst(10)
    func next() -> [UInt8] {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      defer { rest = rest.dropFirst(4 + length) }
      return Array(rest.dropFirst(4).prefix(length))
    }
    publicKey = next()
    namespace = next()
    reserved = next()
    hash = next()
    signature = next()
  }

  package var blob: [UInt8] {
    SSHBlob().raw(magic).uint32(version).string(publicKey).string(namespace).string(reserved)
      .string(hash).string(signature).raw(trailing).bytes
  }

  package var armored: [UInt8] { SSHBlob.armor(blob) }
}

extension SSHBlob {
  /// The bytes that `text` stands for.
  package static func base64(_ text: some Sequence<UInt8>) -> [UInt8]? {
    Data(base64Encoded: Data(text)).map { Array($0) }
  }
}
