package import Model
package import Signatures

/// The certificates that a grant of an `ssh-certificate` system is handed out as.
///
/// One for each SSH key that the subject had in force when the grant was judged; window, principals and
/// options are the grant's own record. They are public by nature, so the ledger keeps them.
package enum SSHCertificates {
  /// Makes the certificates of `grant`, one a line as a `.pub` file has it.
  ///
  /// - Parameters:
  ///   - grant: A grant that has certificate terms.
  ///   - signer: Signs for the authority.
  /// - Throws: `CertificateFault`, also where it is not the grant's authority, or an agent's signature does not
  ///   verify: a certificate that no host takes must not pass for access.
  package static func make(
    for grant: RecordedGrant, by signer: SSHAuthoritySigner
  ) throws(CertificateFault) -> [UInt8] {
    var file: [UInt8] = []
    for body in try bodies(of: grant, from: grant.certificateStart) {
      var random = SystemRandomNumberGenerator()
      let nonce = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next() as UInt64, Array.init) }
      let signed = body.bytes(nonce: nonce)
      let blob = SSHCertificateBody.certificate(of: signed, signature: try signer.sign(signed))
      let certificate = try read(blob, signedBy: signer)
      try check(certificate, against: body)
      file += line(of: certificate)
    }
    return file
  }

  /// Checks that `file` holds the certificates of `grant` as `make` makes them, and nothing else.
  ///
  /// - Returns: The certificates, in the order of the file.
  @discardableResult
  package static func check(
    _ file: [UInt8], for grant: RecordedGrant
  ) throws(CertificateFault) -> [SSHCertificate] {
    let found = try certificates(in: file)
    let start = grant.certificateStarts.first { start in
      found.allSatisfy { $0.validAfter == UInt64(max(0, start.seconds)) }
    }
    let bodies = try bodies(of: grant, from: start ?? grant.certificateStart)
    guard found.count == bodies.count else { throw .otherwise }
    var expected: [UInt8] = []
    for (certificate, body) in zip(found, bodies) {
      try check(certificate, against: body)
      expected += line(of: certificate)
    }
    guard file == expected else { throw .otherwise }
    return found
  }

  /// The certificates in `file`, in its order, each with its authority's signature checked.
  package static func certificates(
    in file: [UInt8]
  ) throws(CertificateFault) -> [SSHCertificate] {
    var found: [SSHCertificate] = []
    for line in file.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      guard words.count >= 2, let blob = Base64.decode(words[1]) else { throw .otherwise }
      found.append(try read(blob))
    }
    return found
  }

  private static func read(
    _ blob: [UInt8], signedBy signer: SSHAuthoritySigner? = nil
  ) throws(CertificateFault) -> SSHCertificate {
    do throws(SSHError) {
      if case .key(let key) = signer { return try SSHCertificate(wireFormat: blob, signedBy: key) }
      return try SSHCertificate(wireFormat: blob)
    } catch {
      throw .key(error)
    }
  }

  private static func check(
    _ certificate: SSHCertificate, against body: SSHCertificateBody
  ) throws(CertificateFault) {
    let isSaid: Bool
    do throws(SSHError) {
      isSaid = try body.isSaid(by: certificate)
    } catch {
      throw .key(error)
    }
    guard isSaid else { throw .otherwise }
  }

  /// `certificate` as a `.pub` file has it: its type, its base64, its key id and a newline.
  package static func line(of certificate: SSHCertificate) -> [UInt8] {
    let type = certificate.publicKey.algorithm.certificateType
    return Array("\(type) \(base64(certificate.blob)) ".utf8) + certificate.keyID
      + [UInt8(ascii: "\n")]
  }

  /// What each of the certificates says.
  private static func bodies(
    of grant: RecordedGrant, from start: Instant
  ) throws(CertificateFault) -> [SSHCertificateBody] {
    guard let terms = grant.grant.certificate, let login = terms.login, !terms.keys.isEmpty,
      // None of either would be a certificate for everybody, or one that never ends.
      !login.principals.isEmpty, grant.start.seconds >= 0, grant.start < grant.end
    else { throw .otherwise }
    let authority = try key(terms.authority)
    var options: [String: String] = [:]
    options["force-command"] = login.forceCommand
    if !login.sourceAddresses.isEmpty {
      options["source-address"] = login.sourceAddresses.joined(separator: ",")
    }
    var bodies: [SSHCertificateBody] = []
    for text in terms.keys {
      bodies.append(
        SSHCertificateBody(
          key: try key(text), serial: serial(of: grant.id, number: bodies.count),
          keyID: "\(grant.id)", principals: login.principals,
          validAfter: UInt64(max(0, start.seconds)), validBefore: UInt64(grant.end.seconds),
          criticalOptions: options, extensions: Set(login.extensions.map(\.rawValue)),
          authority: authority))
    }
    return bodies
  }

  /// The first 64 bits of the grant's id, which is a digest, and on from there.
  ///
  /// Never zero, which OpenSSH takes for no number. Revocation goes by the key id, which is all of it.
  private static func serial(of id: GrantID, number: Int) -> UInt64 {
    let digits = id.description.utf8.dropFirst(2).prefix(16)
    let first = digits.reduce(UInt64(0)) { $0 << 4 | UInt64(hexadecimalValue($1) ?? 0) }
    return max(1, first &+ UInt64(number))
  }

  private static func key(_ text: String) throws(CertificateFault) -> SSHPublicKey {
    guard let blob = Base64.decode(Array(text.utf8)[...]) else { throw .otherwise }
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: blob)
    } catch {
      throw .key(error)
    }
  }
}
