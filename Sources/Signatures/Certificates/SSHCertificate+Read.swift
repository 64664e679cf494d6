import Model

extension SSHCertificate {
  /// More principals than OpenSSH reads (`SSHKEY_CERT_MAX_PRINCIPALS`).
  private static let mostPrincipals = 256

  /// Reads a certificate and checks its authority's signature.
  ///
  /// Stricter than OpenSSH where the keys in it are: see `SSHPublicKey`.
  /// - Throws: `SSHError`, also where the authority did not sign it.
  package init(wireFormat blob: [UInt8]) throws(SSHError) {
    try self.init(blob) { authority, proof, signed in
      authority.accepts(proof, over: Array(signed))
    }
  }

  /// Reads a certificate that `key` has just signed in this process.
  ///
  /// Its signature is not verified, which takes three times as long as signing: a private key is held against
  /// its public half when it is read, and an audit verifies what the ledger keeps.
  /// - Throws: `SSHError`, also where another authority stands in it.
  package init(wireFormat blob: [UInt8], signedBy key: SSHPrivateKey) throws(SSHError) {
    try self.init(blob) { authority, _, _ in authority == key.publicKey }
  }

  private init(
    _ blob: [UInt8],
    isSigned: (_ by: SSHPublicKey, _ proof: SSHProof, _ signed: ArraySlice<UInt8>) -> Bool
  ) throws(SSHError) {
    var reader = SSHWireReader(blob)
    type = Array(try reader.string())
    guard let algorithm = Self.algorithm(ofType: type[...]) else {
      throw .unsupported(.keyType(shortlyEscaped(type)))
    }
    _ = try reader.string()  // the nonce
    publicKey = try Self.plainKey(algorithm, from: &reader)
    serial = try reader.uint64()
    isForUser = try Self.isForUser(&reader)
    keyID = try Self.name(&reader)
    principals = try Self.principals(&reader)
    validAfter = try reader.uint64()
    validBefore = try reader.uint64()
    for _ in 0..<2 { try Self.checkOptions(try reader.string()) }
    _ = try reader.string()  // reserved
    authority = try SSHPublicKey(wireFormat: Array(try reader.string()))
    let signed = blob[..<reader.remaining.startIndex]
    let proof = try SSHProof(try reader.string(), by: authority)
    try reader.end()
    weakness = authority.weakness ?? (proof.type == .rsaSHA1 ? .sha1Signature : nil)
    guard weakness != nil || isSigned(authority, proof, signed) else {
      throw .malformed(.wrongAuthority)
    }
    self.blob = blob
  }

  /// Whether `blob` begins as a certificate does.
  static func isEncoded(in blob: [UInt8]) throws(SSHError) -> Bool {
    var reader = SSHWireReader(blob)
    return isType(try reader.string())
  }

  /// Whether `name` is a type of certificate that is read here.
  static func isType(_ name: ArraySlice<UInt8>) -> Bool { algorithm(ofType: name) != nil }

  private static func algorithm(ofType name: ArraySlice<UInt8>) -> SSHPublicKey.Algorithm? {
    SSHPublicKey.Algorithm.allCases.first { name.elementsEqual($0.certificateType.utf8) }
  }

  /// The certified key: the fields that its plain encoding has, behind the plain type's name.
  private static func plainKey(
    _ algorithm: SSHPublicKey.Algorithm, from reader: inout SSHWireReader
  ) throws(SSHError) -> SSHPublicKey {
    let fields =
      switch algorithm {
      case .ed25519: 1
      case .rsa, .ecdsaP256, .ecdsaP384, .ecdsaP521, .skEd25519: 2
      case .skECDSA: 3
      }
    var writer = SSHWireWriter()
    writer.string(algorithm.rawValue.utf8)
    for _ in 0..<fields { writer.string(try reader.string()) }
    return try SSHPublicKey(wireFormat: writer.bytes)
  }

  private static func isForUser(_ reader: inout SSHWireReader) throws(SSHError) -> Bool {
    let kind = try reader.uint32()
    guard kind == 1 || kind == 2 else { throw .malformed(.wrongCertificateKind) }
    return kind == 1
  }

  private static func name(_ reader: inout SSHWireReader) throws(SSHError) -> [UInt8] {
    let name = try reader.string()
    guard !name.contains(0) else { throw .malformed(.nulInName) }
    return Array(name)
  }

  private static func principals(_ reader: inout SSHWireReader) throws(SSHError) -> [[UInt8]] {
    var list = SSHWireReader(try reader.string())
    var principals: [[UInt8]] = []
    while !list.remaining.isEmpty {
      principals.append(try name(&list))
      guard principals.count <= mostPrincipals else { throw .malformed(.tooManyPrincipals) }
    }
    return principals.filter { name in
      !name.isEmpty && name.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") }
    }
  }

  /// Checks that critical options or extensions are pairs of names and values.
  private static func checkOptions(_ options: ArraySlice<UInt8>) throws(SSHError) {
    var list = SSHWireReader(options)
    while !list.remaining.isEmpty {
      _ = try list.string()
      _ = try list.string()
    }
  }
}
